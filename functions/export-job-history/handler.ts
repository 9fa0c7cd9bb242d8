import middy from "@middy/core";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { isHistoryRecord } from "../../core/generated/validators.mjs";
import type { HistoryStream } from "../../core/jobs/history-record.ts";
import type { Job } from "../../core/jobs/job.ts";
import { beginLog, type InvocationLog } from "../../middleware/log.ts";
import { streamFailures } from "../../middleware/stream-failures.ts";
import { exportJobHistory } from "./export-job-history.ts";

interface ExportJobHistoryDeps {
  history: HistoryStream;
  /** Port: reads a job from an image of the job table's stream. */
  readJobImage(image: object | undefined): Job | null;
  log: InvocationLog;
}

/** Creates the handler. It returns how each record ended; the middleware reports those to be delivered again. */
export function createHandler(deps: ExportJobHistoryDeps) {
  return middy<DynamoDBStreamEvent, unknown>({ requestStart: beginLog(deps) })
    .use(streamFailures(deps))
    .handler(({ Records }) => {
      const writes = Records.map(({ dynamodb }) => ({
        before: deps.readJobImage(dynamodb?.OldImage),
        after: deps.readJobImage(dynamodb?.NewImage),
      }));
      return exportJobHistory(writes, { ...deps, isHistoryRecord });
    });
}
