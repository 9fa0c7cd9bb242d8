import { type hookRequests, toAttempt, toHookId } from "../../../adapters/github/hook-deliveries.ts";
import type { HookAttempt } from "../../../core/deliveries/hook-deliveries.ts";
import { record } from "../../json-value.ts";

export type HookRequests = ReturnType<typeof hookRequests>;

/** One attempt with what only people want to know of it. */
export interface SeenAttempt extends HookAttempt {
  action: string | null;
  /** HTTP status; 0 when there was no answer. */
  status_code: number;
}

/** One event of GitHub's with all its attempts, newest first. */
export interface GitHubEvent {
  guid: string;
  event: string;
  action: string | null;
  attempts: SeenAttempt[];
}

/** The events that GitHub tried to deliver since some time, newest first. Nothing is older than three days there. */
export async function eventsSince(
  requests: Pick<HookRequests, "list">,
  since: string,
  looked: (attempts: number) => void = () => {},
): Promise<GitHubEvent[]> {
  const events = new Map<string, GitHubEvent>();
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<HookRequests["list"]>> = await requests.list(cursor);
    const attempts = page.data.map(toSeen);
    const recent = attempts.filter(({ delivered_at }) => delivered_at >= since);
    for (const attempt of recent) {
      const { guid, event, action } = attempt;
      const known = events.get(guid) ?? { guid, event, action, attempts: [] };
      known.attempts.push(attempt);
      events.set(guid, known);
    }
    count += recent.length;
    looked(count);
    cursor = recent.length < attempts.length ? null : page.next;
  } while (cursor !== null);
  return [...events.values()];
}

/** The newest attempt of an event; null when GitHub has none any more. */
export async function findAttempt(
  requests: Pick<HookRequests, "list">,
  guid: string,
): Promise<SeenAttempt | null> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<HookRequests["list"]>> = await requests.list(cursor);
    const found = page.data.map(toSeen).find((attempt) => attempt.guid === guid);
    if (found) return found;
    cursor = page.next;
  } while (cursor !== null);
  return null;
}

/** What the attempt itself says: of its hook, and of the repository that it is about. */
export async function attemptDetails(requests: Pick<HookRequests, "attempt">, attemptId: string) {
  const data = await requests.attempt(attemptId);
  return { hook_id: toHookId(data), repo: repositoryOf(data) };
}

export function toSeen(data: unknown): SeenAttempt {
  const { action, status_code } = record(data);
  return {
    ...toAttempt(data),
    action: typeof action === "string" ? action : null,
    status_code: Number(status_code) || 0,
  };
}

function repositoryOf(data: unknown): string | null {
  const { full_name } = record(record(record(record(data).request).payload).repository);
  return typeof full_name === "string" ? full_name : null;
}
