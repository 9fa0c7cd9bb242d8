import { type AppComment, readAppComments } from "./read-app-comments.ts";
import { githubUrl } from "./webhooks.ts";

/** Returns the App's comments with a marker on a pull request. */
export async function answersOn(repo: string, pr: number): Promise<AppComment[]> {
  return (await readAppComments(githubUrl, repo, pr)).filter(({ job_id }) => job_id !== "");
}

/** Returns the answers to an intent: its job IDs start with the first 130 bits of its key, which the 202 response has. */
export async function answersTo(repo: string, pr: number, intentKey: unknown): Promise<AppComment[]> {
  const prefix = base32Prefix(String(intentKey));
  return (await answersOn(repo, pr)).filter(({ job_id }) => job_id.startsWith(prefix));
}

/** Whether a comment says how its job ended. */
export function isFinal({ body }: AppComment): boolean {
  return / on\s`\/|didn't run|could not finish/.test(body) && !/is working on/.test(body);
}

function base32Prefix(intentKey: string): string {
  const alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  const bits = [...intentKey.slice(0, 33)]
    .map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, "0"))
    .join("")
    .slice(0, 130);
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join("");
}
