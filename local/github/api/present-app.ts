import type { GitHubApp, Installation } from "../state/app.ts";
import { nodeId } from "../state/ids.ts";
import type { User } from "../state/records.ts";
import { presentUser } from "./present-user.ts";

const since = "2026-01-05T09:00:00Z";
const appOwner: User = { id: 9_919, login: "platform-team", type: "Organization" };

export function presentApp(base: string, app: GitHubApp) {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("App", app.id),
    client_id: `Iv1.${app.id.toString(16).padStart(16, "0")}`,
    owner: presentUser(base, appOwner),
    name: app.name,
    description: "Answers commands in pull request comments.",
    external_url: base,
    html_url: `${base}/apps/${app.slug}`,
    created_at: since,
    updated_at: since,
    permissions: app.permissions,
    events: app.events,
  };
}

export function presentInstallation(base: string, app: GitHubApp, { id, account }: Installation) {
  const url = `${base}/app/installations/${id}`;
  const owner = account ?? { id: 1, login: "unknown", type: "User" as const };
  return {
    id,
    account: presentUser(base, owner),
    repository_selection: "all",
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${base}/installation/repositories`,
    html_url: `${base}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: owner.id,
    target_type: owner.type === "Organization" ? "Organization" : "User",
    permissions: app.permissions,
    events: app.events,
    created_at: since,
    updated_at: since,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: null,
  };
}
