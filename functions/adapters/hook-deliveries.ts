import { isoTime } from "../core/clock.ts";
import type { AttemptPage, HookAttempt, HookDeliveries } from "../core/deliveries/hook-deliveries.ts";
import { hookName, type SweptHook } from "../core/deliveries/swept-hook.ts";
import {
  type GitHubApi,
  type GitHubClient,
  type InstallationRights,
  once,
  repositoryOf,
} from "./github-client.ts";

type InstalledHook = Exclude<SweptHook, { kind: "app" }>;

/** GitHub's list of what it delivered to a hook: https://docs.github.com/en/rest/apps/webhooks */
export function createHookDeliveries(client: GitHubClient, hook: SweptHook): HookDeliveries {
  const { path, place } = listOf(hook);
  let hookId = hook.kind === "app" ? null : hook.hook_id;

  function call<Result>(use: (api: GitHubApi) => Promise<Result>): Promise<Result> {
    if (hook.kind === "app") return client.callAsApp(use);
    return client.callAsInstallation((app) => installationOf(app, hook), rightsOf(hook), use);
  }

  return {
    name: hookName(hook),

    async page(cursor, { failures_only }) {
      const { data, headers } = await call((api) =>
        api.request(`GET ${path}`, {
          ...place,
          per_page: 100,
          ...(cursor && { cursor }),
          ...(failures_only && { status: "failure" }),
        }),
      );
      return toPage(data, headers.link);
    },

    async hookId(attemptId) {
      if (hookId === null) {
        const { data } = await call((api) => api.request(`GET ${path}/${attemptId}`, place));
        hookId = toHookId(data);
      }
      return hookId;
    },

    async redeliver(attemptId) {
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

/** The installation that such a hook belongs to. */
async function installationOf(app: GitHubApi, hook: InstalledHook): Promise<number> {
  const { data } =
    hook.kind === "repository"
      ? await app.request("GET /repos/{owner}/{repo}/installation", repositoryOf(hook))
      : await app.request("GET /orgs/{org}/installation", { org: hook.org });
  return data.id;
}

/** A permission that nothing else here asks for. */
function rightsOf(hook: InstalledHook): InstallationRights {
  return hook.kind === "repository"
    ? { repositoryNames: [repositoryOf(hook).repo], permissions: { repository_hooks: "write" } }
    : { permissions: { organization_hooks: "write" } };
}

function toPage(data: unknown, link: string | undefined): AttemptPage {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  return {
    attempts: Array.isArray(data) ? data.map(toAttempt) : [],
    // The cursor alone: where requests go to is not for an answer to say.
    cursor: next ? new URL(next).searchParams.get("cursor") : null,
  };
}

function toAttempt(data: unknown): HookAttempt {
  const { id, guid, delivered_at, redelivery, event, status, status_code } = record(data);
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

function toHookId(data: unknown): string | null {
  const headers = Object.entries(record(record(record(data).request).headers));
  const value = headers.find(([name]) => name.toLowerCase() === "x-github-hook-id")?.[1];
  return value ? String(value) : null;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
