import { isDeepStrictEqual } from "node:util";
import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { createStateMachine } from "../../../local/aws/states/state-machine.ts";
import { createWaitingTasks } from "../../../local/aws/states/waiting-tasks.ts";
import type { GitHub } from "../../../local/github/start-github.ts";
import { until } from "../../e2e/until.ts";
import type { Clients } from "../service/clients.ts";
import type { Output } from "../service/stack.ts";
import { sendCommand } from "../service/traffic.ts";

interface Ending {
  /** The states, in the order in which they were entered. */
  states: string[];
  /** How often functions were called. */
  calls: number;
  status: string | undefined;
  error: string | undefined;
}

const answered = [
  "Acknowledge",
  "MayRun",
  "FreezeContext",
  "IsFrozen",
  "RunEmployee",
  "PublishResult",
  "Answered",
];
const failed = ["Acknowledge", "MayRun", "FreezeContext", "Compensate", "PublishFailure", "Failed"];

/**
 * Runs one job that is answered, and one whose files GitHub refuses to list, first with a temporary error and
 * then permanently. Both executions must end as expected, on the laptop's interpreter too. Returns the ID of
 * the first.
 */
export async function checkExecutions(
  { states }: Clients,
  output: Output,
  github: GitHub,
  say: (text: string) => void,
): Promise<string> {
  const machine = output("EmployeeTaskArn");
  const jobId = await check(states, machine, "octo-demo/answered", {
    states: answered,
    calls: 4,
    status: "SUCCEEDED",
    error: undefined,
  });

  const path = "^/repos/octo-demo/refused/pulls/7/files";
  github.fail({ path, status: 429, headers: { "retry-after": "1" } });
  github.fail({ path, refusal: "invalidRequest" });
  await check(states, machine, "octo-demo/refused", {
    states: failed,
    calls: 5,
    status: "FAILED",
    error: "JobFailed",
  });
  say("one SUCCEEDED, one FAILED after a retry, both as on the laptop");
  return jobId;
}

async function check(client: SFNClient, machine: string, repo: string, expected: Ending): Promise<string> {
  const [answer] = await sendCommand("/summary", repo);
  const executionArn = `${machine.replace(":stateMachine:", ":execution:")}:${answer?.job_id}-r1`;
  const {
    status,
    error,
    input = "",
  } = await until(
    () => client.send(new DescribeExecutionCommand({ executionArn })),
    (execution) => execution.status !== "RUNNING",
    // A step that waits for a circuit is retried within 30 s.
    150,
  );
  const history: HistoryEvent[] = [];
  for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn }))
    history.push(...events);
  const here = { ...summarize(history), status, error };
  agree("MiniStack's execution", here, expected);
  const { definition = "" } = await client.send(
    new DescribeStateMachineCommand({ stateMachineArn: machine }),
  );
  agree("The laptop's execution", await replay(definition, input, history), expected);
  return answer?.job_id ?? "";
}

/** Runs the laptop's interpreter with the same definition; its functions end as in that history. */
async function replay(definition: string, input: string, history: HistoryEvent[]): Promise<Ending> {
  const outcomes = outcomesOf(history);
  const machine = createStateMachine({
    arn: "arn:aws:states:us-east-1:000000000000:stateMachine:replay",
    name: "replay",
    definition: JSON.parse(definition),
    waiting: createWaitingTasks(),
    async invoke(functionId) {
      const next = outcomes.shift();
      if (!next) throw new Error(`The laptop calls ${functionId} more often than AWS`);
      return next;
    },
  });
  const execution = machine.start({
    arn: "arn:aws:states:us-east-1:000000000000:execution:replay:1",
    name: "1",
    input,
  });
  await execution.finished;
  const { status, error } = execution;
  return { ...summarize(execution.history.events() as unknown as HistoryEvent[]), status, error };
}

/**
 * The result of each call of a function. AWS and the laptop name the events after Lambda, MiniStack after the
 * task.
 */
function outcomesOf(history: HistoryEvent[]) {
  return history.flatMap((event) => {
    const succeeded = event.taskSucceededEventDetails ?? event.lambdaFunctionSucceededEventDetails;
    const failed = event.taskFailedEventDetails ?? event.lambdaFunctionFailedEventDetails;
    if (succeeded) return [{ requestId: "", failed: false, payload: succeeded.output ?? "null" }];
    if (failed)
      return [{ requestId: "", failed: true, payload: JSON.stringify({ errorType: failed.error }) }];
    return [];
  });
}

function summarize(history: HistoryEvent[]): Pick<Ending, "states" | "calls"> {
  return {
    states: history.flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []),
    calls: outcomesOf(history).length,
  };
}

function agree(what: string, ending: Ending, expected: Ending): void {
  if (isDeepStrictEqual(ending, expected)) return;
  throw new Error(
    `${what} has another result:\n${JSON.stringify(ending)}\nexpected:\n${JSON.stringify(expected)}`,
  );
}
