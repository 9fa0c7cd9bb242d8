import { createGitHubClient } from "../../../adapters/github/client.ts";
import { compareApp, type GrantedApp } from "../../../core/app/app-requirements.ts";
import type { AppCredentials } from "../../../core/app/app-secret.ts";
import { describeFailure } from "../describe-failure.ts";
import { bad, doubtful, type Finding, good } from "../finding.ts";

/** What GitHub says of the App: whether its key works, what it may, where its webhooks go. */
export async function checkApp(
  apiUrl: string,
  credentials: AppCredentials,
  webhookUrl: string,
): Promise<Finding[]> {
  const client = createGitHubClient({ apiUrl, credentials: async () => credentials, permissions: {} });
  try {
    const { data: app } = await client.callAsApp((api) => api.request("GET /app"));
    const { data: hook } = await client.callAsApp((api) => api.request("GET /app/hook/config"));
    if (!app) return [bad("app", `${apiUrl} does not know the App`)];
    return [
      good("app", `${app.name} (${app.html_url})`),
      ...permissionFindings({ permissions: { ...app.permissions }, events: app.events }),
      hook.url === webhookUrl
        ? good("webhook url", webhookUrl)
        : bad("webhook url", `GitHub delivers to ${hook.url ?? "nowhere"}; the stack's is ${webhookUrl}`),
      ...(hook.content_type === "json" ? [] : [bad("content type", "set it to application/json")]),
      ...(String(hook.insecure_ssl ?? "0") === "0" ? [] : [bad("TLS", "turn SSL verification on")]),
    ];
  } catch (error) {
    const { message, advice } = describeFailure(error);
    return [bad("app", `${message} ${advice}`)];
  }
}

function permissionFindings(app: GrantedApp): Finding[] {
  const { missing, surplus } = compareApp(app);
  return [
    missing.length === 0
      ? good("permissions and events", "as needed")
      : bad("permissions and events", `missing: ${missing.join(", ")}`),
    ...(surplus.length === 0 ? [] : [doubtful("surplus", `not needed: ${surplus.join(", ")}`)]),
  ];
}
