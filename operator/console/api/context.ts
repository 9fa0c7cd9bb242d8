import { actorOf } from "../../stack/actor.ts";
import type { StackLocation } from "../../stack/connect.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { type ApiUrlOptions, apiUrlOf } from "../../stack/github-url.ts";
import { readReason } from "../../stack/input.ts";

export interface ConsoleSettings extends StackLocation, ApiUrlOptions {
  /** The operator's name; by default the AWS identity. */
  actor?: string;
}

/** What the routes share. */
export interface ConsoleContext {
  /** Returns the stack as it was at the first request. */
  stack(): Promise<Stack>;
  /** Looks the stack up again, because a deployment may have changed it. */
  stackNow(): Promise<Stack>;
  apiUrl(stack: Stack): string;
  /** Returns who asks for a change and why. Throws InvalidInputError for an invalid reason. */
  changedBy(stack: Stack, body: Record<string, unknown>): Promise<{ actor: string; reason: string }>;
}

/** Creates what the routes share. Finds the stack at the first request, and again if that failed. */
export function createContext(
  settings: ConsoleSettings,
  env: Record<string, string | undefined>,
): ConsoleContext {
  let found: Promise<Stack> | null = null;

  function stackNow(): Promise<Stack> {
    const lookup = findStack(settings);
    found = lookup;
    lookup.catch(() => {
      // Retried at the next request: the user may have signed in by then.
      if (found === lookup) found = null;
    });
    return lookup;
  }

  return {
    stack: () => found ?? stackNow(),
    stackNow,
    apiUrl: (stack) => apiUrlOf(settings, env, stack),
    async changedBy(stack, { reason: given }) {
      const reason = readReason(typeof given === "string" ? given : "");
      return { actor: await actorOf(settings, stack), reason };
    },
  };
}
