import { isVisible } from "../../../core/jobs/job-mode.ts";
import type { JobStore } from "../../../core/jobs/job-store.ts";
import { withConcurrency } from "../../../core/with-concurrency.ts";
import type { Stack } from "../find-stack.ts";
import { stackPorts } from "../stack-ports.ts";
import { type DeliveryRecord, readDelivery } from "./delivery-records.ts";
import { type Gap, gapOf } from "./gap.ts";
import { attemptDetails, type GitHubEvent, type HookRequests } from "./github-events.ts";

/** An event in GitHub's list together with our record. */
export interface ComparedEvent {
  guid: string;
  event: string;
  action: string | null;
  repo: string | null;
  pr_number: number | null;
  /** Login. */
  sender: string | null;
  /** The last attempt, ISO 8601 UTC. */
  delivered_at: string;
  /** Statuses of all attempts, newest first. */
  status_codes: number[];
  redelivered: number;
  status: string | null;
  outcome: DeliveryRecord["outcome"];
  /** All its jobs are in shadow. */
  shadow: boolean;
  gap: Gap | null;
  last_failure: DeliveryRecord["last_failure"];
  failures: number | null;
  failing_since: string | null;
}

/** Compares events with our records, newest first, up to `limit`; with `gaps` returns only events with a gap. */
export async function compareEvents(
  events: GitHubEvent[],
  stack: Stack,
  requests: Pick<HookRequests, "attempt">,
  { gaps, limit }: { gaps?: boolean; limit: number },
): Promise<ComparedEvent[]> {
  const [first] = events;
  // All attempts in the list belong to the same hook.
  const hook_id = first ? (await attemptDetails(requests, first.attempts[0]?.id ?? "")).hook_id : null;
  const now = Date.now();
  const tableName = stack.output("IdempotencyTableName");
  const { jobs } = stackPorts(stack);
  const rows: ComparedEvent[] = [];
  for (let n = 0; n < events.length && rows.length < limit; n += 10) {
    const some = events.slice(n, n + 10);
    const compared = await Promise.all(
      some.map(async (event) => {
        const record = hook_id ? await readDelivery(tableName, { hook_id, delivery_id: event.guid }) : null;
        return { ...compare(event, record, now), shadow: await isShadow(record, jobs) };
      }),
    );
    rows.push(...compared.filter(({ gap }) => !gaps || gap));
  }
  const wanted = rows.slice(0, limit);
  // GitHub's list has only the repository's ID; our record, if there is one, has its name.
  const nameless = wanted.filter(({ gap, repo }) => gap && !repo);
  await withConcurrency(nameless, { width: 4, timeLeft: () => Number.POSITIVE_INFINITY }, async (row) => {
    const attempt = events.find(({ guid }) => guid === row.guid)?.attempts[0];
    if (attempt) row.repo = (await attemptDetails(requests, attempt.id)).repo;
  });
  return wanted;
}

/** Reads the mode of each job that the outcome names. */
async function isShadow(record: DeliveryRecord | null, jobs: Pick<JobStore, "read">): Promise<boolean> {
  const ids = record?.outcome && "job_ids" in record.outcome ? record.outcome.job_ids : [];
  const found = await Promise.all(ids.map((id) => jobs.read(id)));
  return found.length > 0 && found.every((job) => job !== null && !isVisible(job));
}

function compare(
  event: GitHubEvent,
  record: DeliveryRecord | null,
  now: number,
): Omit<ComparedEvent, "shadow"> {
  const { guid, action, attempts } = event;
  return {
    ...{ guid, event: event.event, action },
    repo: record?.repo ?? null,
    pr_number: record?.pr_number ?? null,
    sender: record?.sender ?? null,
    delivered_at: attempts[0]?.delivered_at ?? "",
    status_codes: attempts.map(({ status_code }) => status_code),
    redelivered: attempts.filter(({ redelivery }) => redelivery).length,
    status: record?.status ?? null,
    outcome: record?.outcome ?? null,
    gap: gapOf(event, record, now),
    last_failure: record?.last_failure ?? null,
    failures: record?.failures ?? null,
    failing_since: record?.failing_since ?? null,
  };
}
