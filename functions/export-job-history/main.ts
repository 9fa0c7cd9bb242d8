import { createHistoryStream } from "../adapters/history-stream.ts";
import { readJobImage } from "../adapters/job-image.ts";
import { system } from "../adapters/system.ts";
import { readEnv } from "../core/environment.ts";
import { createHandler } from "./handler.ts";

const env = readEnv(process.env, ["HISTORY_STREAM"]);
const history = createHistoryStream(env.HISTORY_STREAM);
export const handler = createHandler({ ...system, history, readJobImage });
