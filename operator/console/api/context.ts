import type { Io } from "../../cli/io.ts";
import { actorOf, parseReason } from "../../cli/options/change-options.ts";
import type { StackOptions } from "../../cli/options/stack-options.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";

export interface ConsoleSettings extends StackOptions, ApiUrlOptions {
  /** Who acts, otherwise as AWS knows the person. */
  actor?: string;
}

/** What the routes work with. */
export interface ConsoleContext {
  io: Io;
  /** The stack as it was when it was first asked for. */
  stack(): Promise<Stack>;
  /** The same, looked up anew: it may be deployed meanwhile. */
  stackNow(): Promise<Stack>;
  apiUrl(stack: Stack): string;
  /** Who wants it and why, of what the page has sent. Throws InvalidArgumentError for a reason that is none. */
  by(stack: Stack, body: Record<string, unknown>): Promise<{ actor: string; reason: string }>;
}

export function createContext(settings: ConsoleSettings, io: Io): ConsoleContext {
  let found: Promise<Stack> | null = null;

  function stackNow(): Promise<Stack> {
    const looking = findStack(settings);
    found = looking;
    looking.catch(() => {
      // Asked again the next time: somebody may have signed in by then.
      if (found === looking) found = null;
    });
    return looking;
  }

  return {
    io,
    stack: () => found ?? stackNow(),
    stackNow,
    apiUrl: (stack) => apiUrlOf(settings, io, stack),
    async by(stack, { reason }) {
      const why = parseReason(typeof reason === "string" ? reason : "");
      return { actor: await actorOf(settings, stack), reason: why };
    },
  };
}
