import { isoTime } from "../../core/clock.ts";
import type { HookAttempt, HookDeliveries } from "../../core/deliveries/hook-deliveries.ts";
import { hookName, type SweptHook } from "../../core/deliveries/swept-hook.ts";
import type { RepositoryTarget } from "../../core/github/pull-request.ts";
import { asRecord } from "../../core/json-value.ts";
import type { GitHubApi, GitHubClient } from "./client.ts";
import { once, repositoryOf } from "./request.ts";

/** Opens GitHub's list of deliveries to a hook: https://docs.github.com/en/rest/apps/webhooks */
export function createHookDeliveries(client: GitHubClient, hook: SweptHook): HookDeliveries {
  const requests = hookRequests(client, hook);
  let hookId = hook.kind === "app" ? null : hook.hook_id;

  return {
    key: hook.kind === "app" ? "app" : hook.hook_id,
    name: hookName(hook),

    async page(cursor, { failures_only }) {
      const { data, next } = await requests.list(cursor, failures_only ? { status: "failure" } : {});
      return { attempts: data.map(toAttempt), cursor: next };
    },

    async hookId(attemptId) {
      hookId ??= toHookId(await requests.attempt(attemptId));
      return hookId;
    },

    redeliver: requests.redeliver,
  };
}

/** Returns the requests for GitHub's list of deliveries to a hook. They return what GitHub returns. */
export function hookRequests(client: GitHubClient, hook: SweptHook) {
  const { path, place } = listOf(hook);
  let repository: RepositoryTarget | null = null;

  async function call<Result>(use: (api: GitHubApi) => Promise<Result>): Promise<Result> {
    switch (hook.kind) {
      case "app":
        return client.callAsApp(use);
      case "repository":
        // The stage's options may contain a former name.
        repository ??= await client.repository(hook.repo);
        return client.call(repository, use, { repository_hooks: "write" });
      case "organization":
        return client.callOnAccount((app) => installationOf(app, hook), { organization_hooks: "write" }, use);
    }
  }

  return {
    /** Returns a page of a hundred attempts, newest first, and the cursor of the next page. */
    async list(cursor: string | null, filter: { status?: "failure" } = {}) {
      const page = { ...place, per_page: 100, ...(cursor && { cursor }), ...filter };
      const { data, headers } = await call((api) => api.request(`GET ${path}`, page));
      const attempts: unknown[] = Array.isArray(data) ? data : [];
      return { data: attempts, next: cursorOf(headers.link) };
    },

    /** Returns one attempt with its request and response. */
    async attempt(attemptId: string): Promise<unknown> {
      const { data } = await call((api) => api.request(`GET ${path}/${attemptId}`, place));
      return data;
    },

    async redeliver(attemptId: string): Promise<void> {
      await call((api) => api.request(`POST ${path}/${attemptId}/attempts`, { ...place, ...once }));
    },
  };
}

function listOf(hook: SweptHook): { path: string; place: Record<string, string> } {
  switch (hook.kind) {
    case "app":
      return { path: "/app/hook/deliveries", place: {} };
    case "repository": {
      const place = { ...repositoryOf(hook), hook_id: hook.hook_id };
      return { path: "/repos/{owner}/{repo}/hooks/{hook_id}/deliveries", place };
    }
    case "organization":
      return {
        path: "/orgs/{org}/hooks/{hook_id}/deliveries",
        place: { org: hook.org, hook_id: hook.hook_id },
      };
  }
}

async function installationOf(app: GitHubApi, { org }: { org: string }): Promise<number> {
  const { data } = await app.request("GET /orgs/{org}/installation", { org });
  return data.id;
}

/** Takes only the cursor: a response must not decide where the next request goes. */
function cursorOf(link: string | undefined): string | null {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return next ? new URL(next).searchParams.get("cursor") : null;
}

export function toAttempt(data: unknown): HookAttempt {
  const { id, guid, delivered_at, redelivery, event, status, status_code } = asRecord(data);
  const code = Number(status_code);
  return {
    id: String(id),
    guid: String(guid),
    delivered_at: isoTime(Date.parse(String(delivered_at)) || 0),
    ok: status === "OK" || (code >= 200 && code < 300),
    redelivery: redelivery === true,
    event: String(event),
  };
}

export function toHookId(data: unknown): string | null {
  const headers = Object.entries(asRecord(asRecord(asRecord(data).request).headers));
  const value = headers.find(([name]) => name.toLowerCase() === "x-github-hook-id")?.[1];
  return value ? String(value) : null;
}
