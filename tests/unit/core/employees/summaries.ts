import fc from "fast-check";
import { summarizePullRequest } from "../../../../core/employees/summary.ts";
import type { ChangedFile } from "../../../../core/github/pull-request.ts";
import { changedFile, pullRequestContext } from "./records.ts";

export const summarize = (files: ChangedFile[], truncated = false): string =>
  summarizePullRequest(pullRequestContext({ files, files_truncated: truncated }));

/** What stands below a heading. */
export const section = (summary: string, title: string): string =>
  summary.split(`#### ${title}\n\n`)[1]?.split("\n\n####")[0] ?? "";

const segment = fc.oneof(
  fc.constantFrom(
    "src",
    "tests",
    "auth",
    "a|b",
    "`",
    "``x",
    "@octocat",
    "\n",
    "\\",
    "<b>",
    "é",
    "\u202e",
    "x.lock",
  ),
  fc.string({ minLength: 1, maxLength: 8 }),
);
const path = fc.array(segment, { minLength: 1, maxLength: 7 }).map((segments) => segments.join("/"));
const lines = fc.nat({ max: 10_000 });

/** A file with any name, hostile ones among them. */
export const anyFile = fc
  .record({ path, additions: lines, deletions: lines })
  .map((fields) => changedFile(fields));
