import type { ChangedFile, ThreadMessage } from "../github/pull-request.ts";
import { revealInvisible } from "../markdown/invisible.ts";
import { visibleText } from "../markdown/sanitize.ts";
import { generatedReason } from "./classify-path.ts";
import { takeBeginning, takeFitting, takeLast } from "./prompt-budget.ts";
import type { PullRequestContext } from "./pull-request-context.ts";
import type { Coverage } from "./runner.ts";

/** A block's text and a note on what was left out. The note can contain file names, so it gets its own block. */
export interface PromptSection {
  name: string;
  text: string;
  leftOut: string | null;
  /** Files whose diff is shown, of all changed files; only in the block of diffs. */
  coverage?: Coverage;
}

/** Limit of a section's note, in tokens. */
export const noteTokens = 500;

const maxNamed = 30;
const oneLine = (text: string): string => visibleText(text).replace(/\s+/g, " ");
const path = (file: string): string => revealInvisible(file).replaceAll("\n", "[U+000A]");

/** Returns the block with the pull request's facts and its description, cut to `tokens`. */
export function descriptionSection(context: PullRequestContext, tokens: number): PromptSection {
  const { taken, cut } = takeBeginning(visibleText(context.body), tokens);
  const facts = [
    `Repository: ${context.repo}`,
    `Pull request: #${context.pr_number} by ${context.author}, ${context.head_sha} into ${oneLine(context.base_branch)}`,
    `Title: ${oneLine(context.title).slice(0, 300)}`,
    `Labels: ${context.labels.map(oneLine).join(", ") || "none"}`,
  ];
  return {
    name: "pull-request",
    text: `${facts.join("\n")}\n\n${taken || "(no description)"}`,
    leftOut: cut ? "The description is longer; its end was left out." : null,
  };
}

/** Returns the block that lists the changed files, as many as fit into `tokens`. */
export function filesSection({ files, files_truncated }: PullRequestContext, tokens: number): PromptSection {
  const line = (file: ChangedFile): string => {
    const from = file.previous_path ? ` (from ${path(file.previous_path)})` : "";
    return `${file.status} ${path(file.path)}${from} +${file.additions} -${file.deletions}\n`;
  };
  const { taken, left } = takeFitting(files, line, tokens);
  const notes = [
    ...(left.length > 0 ? [`${left.length} of ${files.length} changed files are not listed.`] : []),
    ...(files_truncated ? ["GitHub itself listed only the first 3,000 files."] : []),
  ];
  return { name: "files", text: taken.map(line).join("").trimEnd(), leftOut: notes.join(" ") || null };
}

/** Returns the block with the diffs of whole files only, hand-written ones first, because a partial diff misleads. */
export function diffSection({ files }: PullRequestContext, tokens: number): PromptSection {
  const shown = (file: ChangedFile): string => {
    const from = path(file.previous_path ?? file.path);
    return `--- a/${from}\n+++ b/${path(file.path)}\n${revealInvisible(file.patch ?? "")}\n\n`;
  };
  const withPatch = files.filter(({ patch }) => patch !== null);
  const byHand = withPatch.filter((file) => generatedReason(file.path) === null);
  const generated = withPatch.filter((file) => generatedReason(file.path) !== null);
  const { taken, left } = takeFitting([...byHand, ...generated], shown, tokens);
  const kept = new Set(taken);
  const inOrder = files.filter((file) => kept.has(file));
  const notes = [
    ...(left.length > 0 ? [`The diffs of ${left.length} files did not fit: ${named(left)}.`] : []),
    ...(withPatch.length < files.length
      ? [
          `GitHub shows no diff (binary, too large, or only renamed) of: ${named(files.filter(({ patch }) => patch === null))}.`,
        ]
      : []),
  ];
  return {
    name: "diff",
    text: inOrder.map(shown).join("").trimEnd(),
    leftOut: takeBeginning(notes.join(" "), noteTokens).taken || null,
    coverage: { files_reviewed: taken.length, files_total: files.length },
  };
}

/** Returns the block with the newest messages of the conversation that fit into `tokens`. */
export function threadSection({ thread }: PullRequestContext, tokens: number): PromptSection {
  const shown = ({ author, created_at, body }: ThreadMessage): string =>
    `[${created_at}] ${author}:\n${visibleText(body)}\n\n`;
  const { taken, left } = takeLast(thread, shown, tokens);
  return {
    name: "thread",
    text: taken.map(shown).join("").trimEnd(),
    leftOut: left > 0 ? `The ${left} oldest of ${thread.length} messages were left out.` : null,
  };
}

/** Returns the names as JSON strings, because untrusted names could contain line breaks. */
function named(files: ChangedFile[]): string {
  const names = files.slice(0, maxNamed).map((file) => JSON.stringify(path(file.path).slice(0, 200)));
  const more = files.length > maxNamed ? ` and ${files.length - maxNamed} more` : "";
  return names.join(", ") + more;
}
