import middy from "@middy/core";
import { beginLog, type InvocationLog } from "../../middleware/log.ts";
import { taskErrors } from "../../middleware/task-errors.ts";
import {
  type RefreshAddressesPorts,
  type RefreshedAddresses,
  refreshAddresses,
} from "./refresh-addresses.ts";

export function createHandler(deps: RefreshAddressesPorts & { log: InvocationLog }) {
  return middy<unknown, RefreshedAddresses>({ requestStart: beginLog(deps), timeoutEarlyInMillis: 1_000 })
    .use(taskErrors(deps))
    .handler(() => refreshAddresses(deps));
}
