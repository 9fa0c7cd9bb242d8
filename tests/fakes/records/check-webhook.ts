import type { WebhookPayload } from "../../../core/deliveries/webhook.schema.ts";
import { headSha } from "./pull-request.ts";

type CheckRunPayload = NonNullable<WebhookPayload["check_run"]>;

/** The App of the fakes. */
const app = { id: 1_042 };

const common = {
  repository: { id: 77, full_name: "octo-demo/payments" },
  sender: { login: "wendy", id: 12, type: "User" },
  installation: { id: 5 },
};

/** GitHub's webhook of a click on the check run of an answered job: on `button`, or on "Re-run" if it is null. */
export function aCheckRunWebhook(
  button: string | null,
  change: Partial<CheckRunPayload> = {},
): WebhookPayload & { check_run: CheckRunPayload } {
  return {
    ...common,
    action: button === null ? "rerequested" : "requested_action",
    check_run: {
      id: 901,
      external_id: "abcdefghijklmnopqrstuvwxyz-summary",
      conclusion: "neutral",
      started_at: "2026-11-23T09:00:00Z",
      completed_at: "2026-11-23T09:05:00Z",
      app,
      pull_requests: [{ number: 7, base: { repo: { id: 77 } } }],
      ...change,
    },
    ...(button !== null && { requested_action: { identifier: button } }),
  };
}

/** GitHub's webhook of "Re-run all checks". */
export function aCheckSuiteWebhook(): WebhookPayload {
  const check_suite = {
    id: 801,
    head_sha: headSha,
    updated_at: "2026-11-23T09:05:00Z",
    app,
    pull_requests: [],
  };
  return { ...common, action: "rerequested", check_suite };
}
