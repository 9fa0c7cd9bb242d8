import { type Command, InvalidArgumentError, Option } from "commander";
import type { GitHubClient } from "../../../adapters/github/client.ts";
import { hookRequests } from "../../../adapters/github/hook-deliveries.ts";
import { parseSweptHooks, type SweptHook } from "../../../core/deliveries/swept-hook.ts";

export interface HookOptions {
  hook: SweptHook;
}

/** Adds the option that chooses a hook, in the format of the stage's option sweptHooks. */
export function withHook(command: Command): Command {
  const option = new Option("--hook <hook>", "the hook: app, owner/repository:id or organization:id");
  return command.addOption(option.argParser(parseHook).default({ kind: "app" } satisfies SweptHook, "app"));
}

export function requestsOf(client: GitHubClient, { hook }: HookOptions) {
  return hookRequests(client, hook);
}

function parseHook(text: string): SweptHook {
  try {
    const [hook, ...more] = parseSweptHooks(text);
    if (hook && more.length === 0) return hook;
  } catch {
    // The message below is the same for every mistake.
  }
  throw new InvalidArgumentError("Must be app, owner/repository:id or organization:id.");
}
