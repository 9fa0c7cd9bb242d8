import middy from "@middy/core";
import { isRotationRequest } from "../../core/generated/validators.mjs";
import type { RotationResult } from "../../core/rotation/rotate-secret.ts";
import type { RotationRequest } from "../../core/rotation/rotation-request.schema.ts";
import { inputValidation } from "../../middleware/input-validation.ts";
import { beginLog, type InvocationLog } from "../../middleware/log.ts";
import { taskErrors } from "../../middleware/task-errors.ts";
import { type RotateWebhookSecretPorts, rotateWebhookSecret } from "./rotate-webhook-secret.ts";

export function createHandler(deps: RotateWebhookSecretPorts & { log: InvocationLog }) {
  return middy<RotationRequest, RotationResult>({ requestStart: beginLog(deps), timeoutEarlyInMillis: 5_000 })
    .use(taskErrors(deps))
    .use(inputValidation(isRotationRequest))
    .handler((request) => rotateWebhookSecret(request, deps));
}
