import {
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { StoppableWorkflow } from "../../core/jobs/workflow.ts";
import { longTimeouts } from "../runtime/aws-client.ts";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";

/** Opens the executions of one state machine. Methods throw RetryableError when Step Functions fails. */
export function createWorkflow(
  stateMachineArn: string,
  client = new SFNClient(longTimeouts),
): StoppableWorkflow {
  function arnOf(name: string): string {
    return `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
  }
  return {
    arnOf,
    look: (name) => describe(client, arnOf(name)),
    async start(name, input) {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
        return "running";
      } catch (error) {
        // The same name and input while it runs is not an error, so this execution has ended.
        if (!isNamed(error, "ExecutionAlreadyExists")) throw unavailable("workflow", error);
        const status = await describe(client, arnOf(name));
        // The name is taken but the execution is not visible yet.
        if (status === "missing") throw unavailable("workflow", error);
        return status;
      }
    },
    async stop(name) {
      try {
        // The history contains nothing about people; the job's record has who and why.
        const end = { error: "JobCancelled", cause: "The job's record has the reason" };
        await client.send(new StopExecutionCommand({ executionArn: arnOf(name), ...end }));
      } catch (error) {
        if (!isNamed(error, "ExecutionDoesNotExist")) throw unavailable("workflow", error);
      }
    },
  };
}

async function describe(
  client: SFNClient,
  executionArn: string,
): Promise<"running" | "succeeded" | "failed" | "missing"> {
  try {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (status === "RUNNING" || status === "PENDING_REDRIVE") return "running";
    return status === "SUCCEEDED" ? "succeeded" : "failed";
  } catch (error) {
    if (isNamed(error, "ExecutionDoesNotExist")) return "missing";
    throw unavailable("workflow", error);
  }
}
