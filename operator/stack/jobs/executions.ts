import {
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { isNamed } from "../../../adapters/runtime/aws-errors.ts";
import { isoTime } from "../../../core/clock.ts";
import { failureCode } from "../../../core/jobs/job-failure.ts";

interface FailedStep {
  step: string;
  at: string;
  /** The name that the workflow's Retry and Catch match. */
  error: string;
  /** Our code for the error. */
  code: string;
}

/** The execution of one attempt: names and codes only. */
export interface ExecutionDetails {
  name: string;
  arn: string;
  /** Step Functions' status; `MISSING` if it never started, or ended over 90 days ago. */
  status: string;
  started_at: string | null;
  stopped_at: string | null;
  /** The current step, or the last one. */
  step: string | null;
  failed_steps: FailedStep[];
}

/** Reads an execution and its failed steps. Leaves out inputs and outputs, which contain untrusted text. */
export async function readExecution(
  arn: string,
  client: SFNClient = new SFNClient({}),
): Promise<ExecutionDetails> {
  const name = arn.split(":").at(-1) ?? "";
  try {
    const {
      status = "",
      startDate,
      stopDate,
    } = await client.send(new DescribeExecutionCommand({ executionArn: arn }));
    const events: HistoryEvent[] = [];
    const request = { executionArn: arn, includeExecutionData: false };
    for await (const page of paginateGetExecutionHistory({ client }, request)) {
      events.push(...(page.events ?? []));
    }
    return {
      ...{ name, arn, status },
      started_at: startDate ? isoTime(startDate.getTime()) : null,
      stopped_at: stopDate ? isoTime(stopDate.getTime()) : null,
      step:
        events.findLast(({ stateEnteredEventDetails }) => stateEnteredEventDetails)?.stateEnteredEventDetails
          ?.name ?? null,
      failed_steps: failedSteps(events),
    };
  } catch (error) {
    if (!isNamed(error, "ExecutionDoesNotExist")) throw error;
    return { name, arn, status: "MISSING", started_at: null, stopped_at: null, step: null, failed_steps: [] };
  }
}

/** Returns every failed attempt of a step, without the error's text: users of GitHub may have written it. */
function failedSteps(events: HistoryEvent[]): FailedStep[] {
  const byId = new Map(events.map((event) => [event.id, event]));

  function stepOf(event: HistoryEvent): string {
    let at: HistoryEvent | undefined = event;
    while (at && !at.stateEnteredEventDetails) at = byId.get(at.previousEventId);
    return at?.stateEnteredEventDetails?.name ?? "";
  }

  return events.flatMap((event) => {
    const failed = failureOf(event);
    if (!failed) return [];
    const { error = "States.Timeout", cause = "" } = failed;
    const code = failureCode({ Error: error, Cause: cause });
    return [{ step: stepOf(event), at: isoTime(event.timestamp?.getTime() ?? 0), error, code }];
  });
}

/** A state that waits for its task token has other events than one that only calls a function. */
function failureOf(
  event: HistoryEvent,
): { error?: string | undefined; cause?: string | undefined } | undefined {
  return (
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.lambdaFunctionScheduleFailedEventDetails ??
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskStartFailedEventDetails ??
    event.taskSubmitFailedEventDetails
  );
}
