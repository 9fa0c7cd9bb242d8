import { setTimeout as pause } from "node:timers/promises";
import { githubUrl } from "./webhooks.ts";

export interface AnswerComment {
  id: number;
  body: string;
  /** Read from the marker that the App puts in front. */
  job_id: string;
}

/** The App's comments on a pull request, read back by GitHub's own route, all pages. */
export async function answersOn(repo: string, pr: number): Promise<AnswerComment[]> {
  const found: AnswerComment[] = [];
  for (let page = 1; ; page++) {
    const address = `${githubUrl}/repos/${repo}/issues/${pr}/comments?per_page=100&page=${page}`;
    const comments = (await (await fetch(address)).json()) as ListedComment[];
    for (const { id, body, performed_via_github_app } of comments) {
      const job_id = /^<!-- pr-comment-automation job=(\S+) part=\d+ -->/.exec(body)?.[1];
      if (performed_via_github_app && job_id) found.push({ id, body, job_id });
    }
    if (comments.length < 100) return found;
  }
}

interface ListedComment {
  id: number;
  body: string;
  performed_via_github_app: object | null;
}

/** The job ids of an intent begin with the first 130 bits of its key: what a 202 answers is enough to find them. */
export async function answersTo(repo: string, pr: number, intentKey: unknown): Promise<AnswerComment[]> {
  const prefix = base32Prefix(String(intentKey));
  return (await answersOn(repo, pr)).filter(({ job_id }) => job_id.startsWith(prefix));
}

/** Asks until `test` holds of what `read` answers; fails with the last answer when that takes too long. */
export async function until<Value>(
  read: () => Promise<Value>,
  test: (value: Value) => boolean,
  seconds = 240,
): Promise<Value> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (test(value)) return value;
    if (Date.now() > end) throw new Error(`Not within ${seconds} s; the last was ${JSON.stringify(value)}`);
    await pause(100);
  }
}

/** Whether a comment says how its job ended. */
export function isFinal({ body }: AnswerComment): boolean {
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
