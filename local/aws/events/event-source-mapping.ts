import { createHash } from "node:crypto";
import { AwsError } from "../server/aws-error.ts";
import { type Poller, type PollOptions, pollQueue } from "./poll-queue.ts";

export type MappingState = "Enabled" | "Disabling" | "Disabled";

/** What hands a queue's messages to a function, and can be told to stop. */
export interface EventSourceMapping {
  readonly uuid: string;
  readonly options: PollOptions;
  readonly state: MappingState;
  readonly lastModified: number;
  /** Begins the change; throws ResourceInUseException while another one is under way. */
  enable(enabled: boolean): void;
  /** Ends polling for good, within a few seconds. */
  stop(): Promise<void>;
}

/** Created enabled. Disabling it lets go of nothing: what was received is dealt with first. */
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

/** The same for the same two, so that scripts can keep it. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
