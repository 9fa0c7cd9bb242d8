import { setTimeout as pause } from "node:timers/promises";
import {
  type EventSourceMappingConfiguration,
  LambdaClient,
  paginateListEventSourceMappings,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { isNamed } from "../../../adapters/runtime/aws-errors.ts";
import { CommandError } from "../errors.ts";
import type { Stack } from "../find-stack.ts";

/** How the messages of the event queue get to dispatch-event: Lambda's event source mapping. */
export interface Intake {
  /** Lambda's word: `Enabled`, `Disabled`, or on the way to one of them. */
  state(): Promise<string>;
  /** Asks for it, and waits until it is so. Throws CommandError after that many milliseconds. */
  set(enabled: boolean, waitMs: number, waiting: (state: string) => void): Promise<void>;
}

export async function findIntake(stack: Stack): Promise<Intake> {
  const { region } = stack;
  const QueueUrl = stack.output("EventQueueUrl");
  const { Attributes } = await new SQSClient({ region }).send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const lambda = new LambdaClient({ region });

  async function look(): Promise<EventSourceMappingConfiguration> {
    const EventSourceArn = Attributes?.QueueArn ?? "";
    for await (const page of paginateListEventSourceMappings({ client: lambda }, { EventSourceArn })) {
      const [mapping] = page.EventSourceMappings ?? [];
      if (mapping) return mapping;
    }
    const advice = `Deploy the stack again: npx sls deploy --stage ${stack.stage}`;
    throw new CommandError("Nothing reads the event queue: its event source mapping is gone.", advice);
  }

  async function ask({ UUID }: EventSourceMappingConfiguration, Enabled: boolean): Promise<void> {
    try {
      await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    } catch (error) {
      // The change before is still under way.
      if (!isNamed(error, "ResourceInUseException")) throw error;
    }
  }

  return {
    state: async () => (await look()).State ?? "",

    async set(enabled, waitMs, waiting) {
      const [wanted, underway] = enabled ? ["Enabled", "Enabling"] : ["Disabled", "Disabling"];
      const end = Date.now() + waitMs;
      for (let asked = 1; ; asked += 1) {
        const mapping = await look();
        const { State = "" } = mapping;
        if (State === wanted) return;
        if (Date.now() > end) {
          const advice = "Look again in a minute (`doctor`), or call this command again.";
          throw new CommandError(`The intake is ${State} and not ${wanted} yet.`, advice);
        }
        waiting(State);
        if (State !== underway) await ask(mapping, enabled);
        await pause(Math.min(asked * 100, 2_000));
      }
    },
  };
}
