import type { JsonRecord } from "../../../core/json-value.ts";
import { AwsError } from "../server/aws-error.ts";
import type { JsonService } from "../server/json-service.ts";
import { optionalText, requiredText } from "../server/operation-input.ts";
import { paginate } from "../server/paginate.ts";
import type { Execution, ExecutionSummary } from "./execution.ts";
import type { ExecutionStore } from "./execution-store.ts";
import { startExecution } from "./start-execution.ts";
import { type LocalStateMachine, roleArn } from "./state-machine.ts";
import { type WaitingTasks, waitingTaskOperations } from "./waiting-tasks.ts";

/** Returns the operations of Step Functions that start, read and stop Standard executions, and end waiting tasks. */
export function createStatesApi(
  machines: LocalStateMachine[],
  store: ExecutionStore,
  waiting: WaitingTasks,
): JsonService {
  function findMachine(request: JsonRecord): LocalStateMachine {
    const arn = requiredText(request, "stateMachineArn");
    const machine = machines.find((candidate) => candidate.arn === arn);
    if (!machine) throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }

  function findExecution(request: JsonRecord): Execution {
    const arn = requiredText(request, "executionArn");
    if (!arn.startsWith("arn:")) throw new AwsError("InvalidArn", `Invalid Arn: '${arn}'`);
    const execution = store.find(arn);
    if (!execution) throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  function stopExecution(request: JsonRecord): JsonRecord {
    const execution = findExecution(request);
    execution.stop({ error: optionalText(request, "error"), cause: optionalText(request, "cause") });
    return { stopDate: (execution.stoppedAt ?? Date.now()) / 1000 };
  }

  function listExecutions(request: JsonRecord): JsonRecord {
    const { arn } = findMachine(request);
    const status = request.statusFilter;
    const matching = store
      .list()
      .filter((item) => item.stateMachineArn === arn && (status === undefined || item.status === status));
    const { items, ...rest } = paginate(matching, (item) => item.arn, request);
    return { executions: items.map(summary), ...rest };
  }

  function getExecutionHistory(request: JsonRecord): JsonRecord {
    const events = findExecution(request).history.events();
    if (request.reverseOrder === true) events.reverse();
    const { items, ...rest } = paginate(events, (event) => String(event.id), request);
    return { events: items, ...rest };
  }

  function describeStateMachine(request: JsonRecord): JsonRecord {
    const { arn, name, definition, createdAt } = findMachine(request);
    return {
      stateMachineArn: arn,
      name,
      status: "ACTIVE",
      type: "STANDARD",
      definition: JSON.stringify(definition),
      roleArn,
      creationDate: createdAt / 1000,
    };
  }

  return {
    target: "AWSStepFunctions",
    version: "1.0",
    operations: {
      StartExecution: (request) => {
        const { arn, startedAt } = startExecution(findMachine(request), store, request);
        return { executionArn: arn, startDate: startedAt / 1000 };
      },
      DescribeExecution: (request) => details(findExecution(request)),
      StopExecution: stopExecution,
      ListExecutions: listExecutions,
      GetExecutionHistory: getExecutionHistory,
      DescribeStateMachine: describeStateMachine,
      ...waitingTaskOperations(waiting),
    },
  };
}

function summary({ arn, name, stateMachineArn, status, startedAt, stoppedAt }: ExecutionSummary): JsonRecord {
  return {
    executionArn: arn,
    stateMachineArn,
    name,
    status,
    startDate: startedAt / 1000,
    ...(stoppedAt === undefined ? {} : { stopDate: stoppedAt / 1000 }),
  };
}

function details(execution: Execution): JsonRecord {
  const { input, output, error, cause } = execution;
  return {
    ...summary(execution),
    input,
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}
