import { type Command, InvalidArgumentError, Option } from "commander";
import type { GitHubClient } from "../../../adapters/github/client.ts";
import { hookRequests } from "../../../adapters/github/hook-deliveries.ts";
import { parseSweptHooks, type SweptHook } from "../../../core/deliveries/swept-hook.ts";

export interface HookOptions {
  hook: SweptHook;
}

/** Whose list of deliveries it is about: as the option sweptHooks of a stage names it. */
export function withHook(command: Command): Command {
  const option = new Option("--hook <hook>", "app, owner/repository:id or organization:id");
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
    // What it says is the same as below, of each.
  }
  throw new InvalidArgumentError("It has to be app, owner/repository:id or organization:id.");
}
