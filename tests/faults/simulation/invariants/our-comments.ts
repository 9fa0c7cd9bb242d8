/** Which part of which job's answer a comment is, by the documented marker in its first line. */
export function partOf(body: string): { job_id: string; part: number } | null {
  const [, job_id = "", part = ""] =
    /^<!-- pr-comment-automation job=(\S+) part=(\d+) -->\n/.exec(body) ?? [];
  return job_id === "" ? null : { job_id, part: Number(part) };
}

/** What a status comment says, by the first words of this project's texts. */
export type Said =
  | "working"
  | "queued"
  | "answer"
  | "waiting"
  | "refusal"
  | "failure"
  | "cancellation"
  | "replacement";

export function saidBy(body: string): Said {
  const text = body.slice(body.indexOf("\n") + 1);
  if (/^›\s`[^`]*` didn't run:/.test(text)) return "refusal";
  if (/^›\s`[^`]*` was cancelled (?:by|because) /.test(text)) return "cancellation";
  if (/^›\s`[^`]*` was replaced by /.test(text)) return "replacement";
  if (/^\*\*[^*]+\*\* has queued\s/.test(text)) return "queued";
  if (/^\*\*[^*]+\*\* could not finish\s/.test(text)) return "failure";
  if (/^\*\*[^*]+\*\* is waiting to work on\s/.test(text)) return "waiting";
  return /^\*\*[^*]+\*\* is working on\s/.test(text) ? "working" : "answer";
}
