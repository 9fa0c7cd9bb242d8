import { setTimeout as pause } from "node:timers/promises";
import {
  type EventSourceMappingConfiguration,
  LambdaClient,
  paginateListEventSourceMappings,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { isNamed } from "../../adapters/runtime/aws-errors.ts";
import { OperatorError } from "./errors.ts";
import type { Stack } from "./find-stack.ts";
import { timeWithAge } from "./format.ts";
import { createOperationLog, type Operation, type OperationLog } from "./operation-log.ts";

/** Lambda's event source mapping, by which the messages of the event queue reach dispatch-event. */
export interface Intake {
  /** Lambda's name of the state: `Enabled`, `Disabled`, or a transition to one of them. */
  state(): Promise<string>;
  /** Requests the state and waits until it is reached. Throws OperatorError after `waitMs` milliseconds. */
  set(enabled: boolean, waitMs: number, waiting: (state: string) => void): Promise<void>;
}

/** Opens the stack's intake, the event source mapping of its event queue. Methods throw OperatorError if it is missing. */
export async function findIntake(stack: Stack): Promise<Intake> {
  const { region } = stack;
  const QueueUrl = stack.output("EventQueueUrl");
  const { Attributes } = await new SQSClient({ region }).send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const lambda = new LambdaClient({ region });

  async function findMapping(): Promise<EventSourceMappingConfiguration> {
    const EventSourceArn = Attributes?.QueueArn ?? "";
    for await (const page of paginateListEventSourceMappings({ client: lambda }, { EventSourceArn })) {
      const [mapping] = page.EventSourceMappings ?? [];
      if (mapping) return mapping;
    }
    const advice = `Deploy the stack again: npx sls deploy --stage ${stack.stage}`;
    throw new OperatorError("Nothing reads the event queue: its event source mapping is missing.", advice);
  }

  async function update({ UUID }: EventSourceMappingConfiguration, Enabled: boolean): Promise<void> {
    try {
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    } catch (error) {
      // An earlier change is still in progress.
      if (!isNamed(error, "ResourceInUseException")) throw error;
    }
  }

  return {
    state: async () => (await findMapping()).State ?? "",

    async set(enabled, waitMs, waiting) {
      const [wanted, transition] = enabled ? ["Enabled", "Enabling"] : ["Disabled", "Disabling"];
      const end = Date.now() + waitMs;
      for (let attempt = 1; ; attempt += 1) {
        const mapping = await findMapping();
        const { State = "" } = mapping;
        if (State === wanted) return;
        if (Date.now() > end) {
          const advice = "Check again in a minute (`doctor`), or repeat this command.";
          throw new OperatorError(`The intake is ${State}, not yet ${wanted}.`, advice);
        }
        waiting(State);
        if (State !== transition) await update(mapping, enabled);
        await pause(Math.min(attempt * 100, 2_000));
      }
    },
  };
}

/** Records who pauses or resumes the intake and why, then does it and waits until the state is reached. */
export async function changeIntake(
  intake: Intake,
  kind: "pause" | "resume",
  stack: Stack,
  by: Pick<Operation, "actor" | "reason">,
  wait: { ms: number; waiting(state: string): void },
): Promise<void> {
  const log = createOperationLog(stack.output("IdempotencyTableName"));
  await log.record({ kind, ...by, ids: {} });
  await intake.set(kind === "resume", wait.ms, wait.waiting);
}

/** Returns the pause in force; null if there is none or if it was not made by `pause`. */
export async function lastPause(log: OperationLog): Promise<Operation | null> {
  const [last] = await log.latest(1, ["pause", "resume"]);
  return last?.kind === "pause" ? last : null;
}

/** Returns `by operator:ada since 2026-11-24T08:00:00Z (3 min ago): <reason>`. */
export function pausedBy({ actor, at, reason }: Operation, now: number): string {
  return `by ${actor} since ${timeWithAge(at, now)}: ${reason}`;
}
