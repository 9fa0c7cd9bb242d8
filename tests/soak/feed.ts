import { setTimeout as pause } from "node:timers/promises";
import { comment, isAnswered, type Thread } from "../processes/rig/conversation.ts";
import type { Rig } from "../processes/rig/rig.ts";

export interface Feed {
  /** Pull requests with one command each. */
  threads: Thread[];
  /** Milliseconds from comment to answer, of the answers since the last call. */
  takeLatencies(): number[];
  /** Deliveries that the endpoint did not accept. */
  refused(): number;
  /** Posts commands at its rate until the time has passed or the signal fires. */
  run(milliseconds: number, signal: AbortSignal): Promise<void>;
  stop(): void;
}

const repositories = 20;
/** Every nth delivery is sent twice, as GitHub does. */
const repeatedEvery = 10;

/** Users who post commands at a steady rate, and the measured times of their answers. */
export function createFeed({ github }: Rig, rate: number): Feed {
  const threads: Thread[] = [];
  const asked = new Map<string, number>();
  let latencies: number[] = [];
  let refused = 0;
  let answers = 0;
  let lastAttempt = 0;

  function noteAttempts(): void {
    const fresh = github.deliveries.newestFirst().filter(({ id }) => id > lastAttempt);
    refused += fresh.filter(({ ok }) => !ok).length;
    lastAttempt = fresh[0]?.id ?? lastAttempt;
  }

  const unsubscribe = github.store.changes.subscribe((change) => {
    if (change.event === "page_only") noteAttempts();
    if (change.event !== "issue_comment" || change.action === "deleted" || !change.comment.viaApp) return;
    const key = `${change.repository.fullName}#${change.pull.number}`;
    const since = asked.get(key);
    if (since === undefined || !isAnswered(change.comment)) return;
    asked.delete(key);
    latencies.push(Date.now() - since);
    answers += 1;
    const [newest] = github.deliveries.newestFirst();
    if (newest && answers % repeatedEvery === 0) github.deliveries.redeliver(newest);
  });

  async function ask(n: number): Promise<void> {
    const thread = { repo: `octo-demo/soak-${n % repositories}`, pr: 1_000 + n };
    threads.push(thread);
    asked.set(`${thread.repo}#${thread.pr}`, Date.now());
    await comment(github.url, thread, "/summary");
  }

  return {
    threads,
    takeLatencies() {
      const taken = latencies;
      latencies = [];
      return taken;
    },
    refused: () => refused,
    async run(milliseconds, signal) {
      const started = Date.now();
      for (let n = 0; !signal.aborted; n += 1) {
        const due = started + (n * 60_000) / rate;
        if (due > started + milliseconds) break;
        await pause(Math.max(0, due - Date.now()), undefined, { signal }).catch(() => {});
        if (!signal.aborted) await ask(n);
      }
      await github.deliveries.idle();
    },
    stop: unsubscribe,
  };
}
