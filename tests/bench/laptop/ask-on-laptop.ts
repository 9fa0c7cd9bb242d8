import { comment, isAnswered } from "../../processes/rig/conversation.ts";
import type { Rig } from "../../processes/rig/rig.ts";

/** Milliseconds from a comment to its reaction and to its answer. */
export interface Wait {
  seen: number;
  answered: number;
}

const patienceMs = 120_000;
let asked = 0;

/** Posts a command on a pull request of its own. Returns the milliseconds until its reaction and its answer. */
export async function askOnLaptop({ github, gitHubProxy }: Rig, command: string): Promise<Wait> {
  const thread = { repo: "octo-demo/bench", pr: 1_000 + asked++ };
  const answer = Promise.withResolvers<number>();
  const reactions = new Map<string, number>();
  const started = performance.now();
  gitHubProxy.onPassed(({ method, url }) => {
    const target = /\/comments\/(\d+)\/reactions/.exec(url)?.[1];
    if (method === "POST" && target && !reactions.has(target))
      reactions.set(target, performance.now() - started);
  });
  const unsubscribe = github.store.changes.subscribe((change) => {
    if (change.event !== "issue_comment" || change.pull.number !== thread.pr) return;
    if (change.comment.viaApp && isAnswered(change.comment)) answer.resolve(performance.now() - started);
  });
  const timer = setTimeout(() => answer.reject(new Error(`No answer to ${command}`)), patienceMs);
  try {
    const id = await comment(github.url, thread, command);
    const answered = await answer.promise;
    const seen = reactions.get(String(id));
    if (seen === undefined) throw new Error(`${command} got an answer without a reaction`);
    return { seen, answered };
  } finally {
    clearTimeout(timer);
    unsubscribe();
  }
}
