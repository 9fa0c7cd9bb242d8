import middy from "@middy/core";
import type { PingResponse } from "../../core/app/webhook-endpoint.ts";
import { beginLog, type InvocationLog } from "../../middleware/log.ts";
import { taskErrors } from "../../middleware/task-errors.ts";
import { type PingWebhookPorts, pingWebhook } from "./ping-webhook.ts";

export function createHandler(deps: PingWebhookPorts & { log: InvocationLog }) {
  const { log } = deps;
  return middy<unknown, PingResponse>({ requestStart: beginLog(deps), timeoutEarlyInMillis: 1_000 })
    .use(taskErrors({ log }))
    .handler(() => pingWebhook(deps));
}
