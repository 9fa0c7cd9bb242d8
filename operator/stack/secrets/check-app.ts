import { createGitHubClient } from "../../../adapters/github/client.ts";
import { compareApp, type GrantedApp, permissionsFor } from "../../../core/app/app-requirements.ts";
import type { AppCredentials } from "../../../core/app/app-secret.ts";
import type { Employee } from "../../../core/roster/employee.ts";
import { describeFailure } from "../describe-failure.ts";
import { type Finding, failed, passed, warning } from "../finding.ts";

/** Checks at GitHub the App's key, its permissions and where its webhooks go. */
export async function checkApp(
  apiUrl: string,
  credentials: AppCredentials,
  webhookUrl: string,
  roster: readonly Employee[],
): Promise<Finding[]> {
  const client = createGitHubClient({ apiUrl, credentials: async () => credentials, permissions: {} });
  try {
    const { data: app } = await client.callAsApp((api) => api.request("GET /app"));
    const { data: hook } = await client.callAsApp((api) => api.request("GET /app/hook/config"));
    if (!app) return [failed("app", `${apiUrl} does not know the App`)];
    return [
      passed("app", `${app.name} (${app.html_url})`),
      ...permissionFindings({ permissions: { ...app.permissions }, events: app.events }, roster),
      hook.url === webhookUrl
        ? passed("webhook url", webhookUrl)
        : failed(
            "webhook url",
            `GitHub delivers to ${hook.url ?? "no URL"}; the stack's URL is ${webhookUrl}`,
          ),
      ...(hook.content_type === "json" ? [] : [failed("content type", "set it to application/json")]),
      ...(String(hook.insecure_ssl ?? "0") === "0" ? [] : [failed("TLS", "enable SSL verification")]),
    ];
  } catch (error) {
    const { message, advice } = describeFailure(error);
    return [failed("app", `${message} ${advice}`)];
  }
}

function permissionFindings(app: GrantedApp, roster: readonly Employee[]): Finding[] {
  const { missing, surplus, optional } = compareApp(app, permissionsFor(roster));
  return [
    missing.length === 0
      ? passed("permissions and events", "as needed")
      : failed("permissions and events", `missing: ${missing.join(", ")}`),
    ...optional.map((text) => warning("optional permissions", text)),
    ...(surplus.length === 0 ? [] : [warning("surplus", `not needed: ${surplus.join(", ")}`)]),
  ];
}
