import { createHash } from "node:crypto";
import { AwsError } from "../server/aws-error.ts";
import { type Poller, type PollOptions, pollQueue } from "./poll-queue.ts";

export type MappingState = "Enabled" | "Disabling" | "Disabled";

/** Passes a queue's messages to a function; an operator can disable it. */
export interface EventSourceMapping {
  readonly uuid: string;
  readonly options: PollOptions;
  readonly state: MappingState;
  readonly lastModified: number;
  /** Starts the change; throws ResourceInUseException while another change is running. */
  enable(enabled: boolean): void;
  /** Ends polling within a few seconds, at shutdown. */
  stop(): Promise<void>;
}

/** Creates an enabled mapping. Disabling it takes effect when all received messages have been processed. */
export function createMapping(options: PollOptions): EventSourceMapping {
  let poller: Poller | null = pollQueue(options);
  let state: MappingState = "Enabled";
  let lastModified = Date.now();

  async function disable(polling: Poller): Promise<void> {
    await polling.finish();
    poller = null;
    state = "Disabled";
  }

  return {
    uuid: uuidOf(`${options.queueArn} ${options.pool.functionArn}`),
    options,
    get state() {
      return state;
    },
    get lastModified() {
      return lastModified;
    },
    enable(enabled) {
      if (state === "Disabling") {
        const message = "Cannot update the event source mapping because it is in use.";
        throw new AwsError("ResourceInUseException", message);
      }
      if (enabled === (state === "Enabled")) return;
      lastModified = Date.now();
      if (poller) {
        state = "Disabling";
        void disable(poller);
      } else {
        poller = pollQueue(options);
        state = "Enabled";
      }
    },
    async stop() {
      await poller?.stop();
    },
  };
}

/** Returns the same id for the same queue and function, so that scripts can keep it. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
