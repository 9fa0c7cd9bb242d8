import { type hookRequests, toAttempt, toHookId } from "../../../adapters/github/hook-deliveries.ts";
import type { HookAttempt } from "../../../core/deliveries/hook-deliveries.ts";
import { asRecord } from "../../../core/json-value.ts";

export type HookRequests = ReturnType<typeof hookRequests>;

/** One attempt in GitHub's list of deliveries. */
export interface ListedAttempt extends HookAttempt {
  action: string | null;
  /** HTTP status; 0 without a response. */
  status_code: number;
}

/** An event that GitHub delivered. */
export interface GitHubEvent {
  guid: string;
  event: string;
  action: string | null;
  /** Newest first. */
  attempts: ListedAttempt[];
}

/** Returns the events that GitHub tried to deliver since a time, newest first. GitHub keeps three days. */
export async function eventsSince(
  requests: Pick<HookRequests, "list">,
  since: string,
  progress: (attempts: number) => void = () => {},
): Promise<GitHubEvent[]> {
  const found: ListedAttempt[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<HookRequests["list"]>> = await requests.list(cursor);
    const attempts = page.data.map(toListed);
    const recent = attempts.filter(({ delivered_at }) => delivered_at >= since);
    found.push(...recent);
    progress(found.length);
    cursor = recent.length < attempts.length ? null : page.next;
  } while (cursor !== null);
  return eventsOf(found);
}

/** Groups attempts, newest first, by their event. */
export function eventsOf(attempts: ListedAttempt[]): GitHubEvent[] {
  return [...Map.groupBy(attempts, ({ guid }) => guid)].flatMap(([guid, some]) => {
    const [newest] = some;
    return newest ? [{ guid, event: newest.event, action: newest.action, attempts: some }] : [];
  });
}

/** Returns the newest attempt to deliver an event; null if GitHub no longer has one. */
export async function findAttempt(
  requests: Pick<HookRequests, "list">,
  guid: string,
): Promise<ListedAttempt | null> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<HookRequests["list"]>> = await requests.list(cursor);
    const found = page.data.map(toListed).find((attempt) => attempt.guid === guid);
    if (found) return found;
    cursor = page.next;
  } while (cursor !== null);
  return null;
}

/** Reads one attempt and returns its hook and its repository. */
export async function attemptDetails(requests: Pick<HookRequests, "attempt">, attemptId: string) {
  const data = await requests.attempt(attemptId);
  return { hook_id: toHookId(data), repo: repositoryOf(data) };
}

export function toListed(data: unknown): ListedAttempt {
  const { action, status_code } = asRecord(data);
  return {
    ...toAttempt(data),
    action: typeof action === "string" ? action : null,
    status_code: Number(status_code) || 0,
  };
}

function repositoryOf(data: unknown): string | null {
  const { full_name } = asRecord(asRecord(asRecord(asRecord(data).request).payload).repository);
  return typeof full_name === "string" ? full_name : null;
}
