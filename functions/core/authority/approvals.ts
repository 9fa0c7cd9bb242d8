import { parseCommands } from "../commands/parse-commands.ts";

/** How `/help` shows the approval, which works without an employee. */
export const okToRun = {
  name: "ok-to-run",
  title: "Approval",
  description: "Lets employees run on a commit of a fork",
  minimum_permission: "write",
  usage: "<commit>",
} as const;

/** The commits that a comment approves by `/ok-to-run <sha>`: whole ones, since a short one can be forged. */
export function approvedShas(body: string): string[] {
  return parseCommands(body)
    .filter(({ name }) => name === "ok-to-run")
    .flatMap(({ words }) => words)
    .map((word) => word.toLowerCase())
    .filter((word) => /^[0-9a-f]{40}$/.test(word));
}
