import { randomUUID } from "node:crypto";
import type { GitHubApp } from "../state/app.ts";
import type { Ids } from "../state/ids.ts";
import type { Hook } from "./hook.ts";
import { post } from "./post.ts";
import { requestBody, requestHeaders } from "./request-headers.ts";

/** One attempt to deliver one event. */
export interface Delivery {
  id: number;
  /** The same for all attempts of an event. */
  guid: string;
  deliveredAt: string;
  redelivery: boolean;
  durationSeconds: number;
  ok: boolean;
  status: string;
  statusCode: number;
  event: string;
  action: string;
  installationId: number;
  repositoryId: number;
  /** `owner/name`, which the page shows. */
  repository: string;
  url: string;
  requestHeaders: Record<string, string>;
  /** The payload as JSON for every content type. */
  body: string;
  responseHeaders: Record<string, string>;
  responseBody: string;
}

export type NewDelivery = Pick<
  Delivery,
  "event" | "action" | "installationId" | "repositoryId" | "repository" | "body"
>;

export interface Deliveries {
  deliver(fresh: NewDelivery): void;
  redeliver(delivery: Delivery): void;
  newestFirst(): Delivery[];
  find(id: number): Delivery | undefined;
  /** Resolves when no delivery is in flight. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const maxRecorded = 500;

export function createDeliveries(
  hook: Hook,
  app: GitHubApp,
  ids: Ids,
  onRecorded: () => void,
  timeoutMs: number,
): Deliveries {
  const recorded = new Map<number, Delivery>();
  const inFlight = new Set<Promise<void>>();
  const stopping = new AbortController();

  async function attempt(fresh: NewDelivery, guid: string, redelivery: boolean): Promise<void> {
    const url = hook.url();
    const body = requestBody(hook, fresh.body);
    const headers = requestHeaders(hook, app, fresh.event, guid, body);
    const deliveredAt = new Date().toISOString();
    const outcome = await post(url, headers, body, { timeoutMs, stopped: stopping.signal });
    const id = ids.next();
    recorded.set(id, {
      ...fresh,
      id,
      guid,
      deliveredAt,
      redelivery,
      url,
      requestHeaders: headers,
      ok: outcome.ok,
      status: outcome.status,
      statusCode: outcome.statusCode,
      durationSeconds: outcome.durationSeconds,
      responseHeaders: outcome.headers,
      responseBody: outcome.body,
    });
    const oldest = recorded.keys().next().value;
    if (recorded.size > maxRecorded && oldest !== undefined) recorded.delete(oldest);
    onRecorded();
  }

  function start(...args: Parameters<typeof attempt>): void {
    if (stopping.signal.aborted) return;
    const attempting = attempt(...args).finally(() => inFlight.delete(attempting));
    inFlight.add(attempting);
  }

  return {
    deliver: (fresh) => start(fresh, randomUUID(), false),
    redeliver: ({ guid, event, action, installationId, repositoryId, repository, body }) =>
      start({ event, action, installationId, repositoryId, repository, body }, guid, true),
    newestFirst: () => [...recorded.values()].reverse(),
    find: (id) => recorded.get(id),
    async idle() {
      while (inFlight.size > 0) await Promise.all(inFlight);
    },
    async stop() {
      stopping.abort();
      await Promise.all(inFlight);
    },
  };
}
