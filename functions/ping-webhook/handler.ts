import middy from "@middy/core";
import type { PingAnswer } from "../../core/app/webhook-endpoint.ts";
import { beginLog, type InvocationLog } from "../../middleware/log.ts";
import { taskEdge } from "../../middleware/task-edge.ts";
import { type PingWebhookPorts, pingWebhook } from "./ping-webhook.ts";

export function createHandler(deps: PingWebhookPorts & { log: InvocationLog }) {
  const { log } = deps;
  return middy<unknown, PingAnswer>({ requestStart: beginLog(deps), timeoutEarlyInMillis: 1_000 })
    .use(taskEdge({ log }))
    .handler(() => pingWebhook(deps));
}
