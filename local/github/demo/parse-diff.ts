import type { ChangedFile } from "../state/records.ts";

/** Returns the files of a `git diff` with their patches, as the pull request API lists them. */
export function parseDiff(diff: string): ChangedFile[] {
  return diff
    .split(/^diff --git /m)
    .slice(1)
    .map((section) => {
      const lines = section.trimEnd().split("\n");
      const hunks = lines.slice(lines.findIndex((line) => line.startsWith("@@")));
      const [, filename = ""] = /^a\/\S+ b\/(\S+)/.exec(section) ?? [];
      return {
        filename,
        status: statusOf(lines),
        additions: hunks.filter((line) => line.startsWith("+")).length,
        deletions: hunks.filter((line) => line.startsWith("-")).length,
        patch: hunks.join("\n"),
      };
    });
}

function statusOf(lines: string[]): ChangedFile["status"] {
  if (lines.some((line) => line.startsWith("new file mode"))) return "added";
  return lines.some((line) => line.startsWith("deleted file mode")) ? "removed" : "modified";
}
