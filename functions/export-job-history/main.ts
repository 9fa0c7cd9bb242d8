import { readJobImage } from "../../adapters/dynamodb/job-item.ts";
import { system } from "../../adapters/runtime/system.ts";
import { createHistoryStream } from "../../adapters/storage/history-stream.ts";
import { readEnv } from "../../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["HISTORY_STREAM"]);
const history = createHistoryStream(env.HISTORY_STREAM);
export const handler = createHandler({ ...system, history, readJobImage });
