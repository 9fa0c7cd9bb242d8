import { stripInvisible } from "../../core/markdown/invisible.ts";

/** A value that a user typed or a page sent, and that cannot be used. Its message says what is valid. */
export class InvalidInputError extends Error {
  override readonly name = "InvalidInputError";
}

/** Reads a number of at least one. Throws InvalidInputError. */
export function readPositive(text: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return Number(text);
  throw new InvalidInputError("Must be a positive number.");
}

/** Reads a repository's name, `owner/name`. Throws InvalidInputError. */
export function readRepository(text: string): string {
  if (/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/.test(text)) return text;
  throw new InvalidInputError("Must be owner/name.");
}

/** Reads an operator's reason for a change, without invisible characters. Throws InvalidInputError. */
export function readReason(text: string): string {
  const reason = stripInvisible(text).replace(/\s+/g, " ").trim();
  if (reason.length > 0 && reason.length <= 300) return reason;
  throw new InvalidInputError("Must be a sentence of at most 300 characters.");
}

/** Reads an operator's name. Throws InvalidInputError. */
export function readActor(text: string): string {
  if (/^[A-Za-z0-9@._+=,-]{1,64}$/.test(text)) return text;
  throw new InvalidInputError("Must be a name without spaces, such as ada or ada@example.com.");
}
