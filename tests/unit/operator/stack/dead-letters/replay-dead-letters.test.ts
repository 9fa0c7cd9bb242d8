import { beforeEach, describe, expect, test } from "@jest/globals";
import type { DeadLetter } from "../../../../../operator/stack/dead-letters/dead-letter-queue.ts";
import {
  moveMessages,
  type ReplayPorts,
} from "../../../../../operator/stack/dead-letters/replay-dead-letters.ts";

let inQueue: Map<string, DeadLetter>;
let sent: string[];
let recorded: string[];
let ports: ReplayPorts;

function aDeadLetter(message_id: string): DeadLetter {
  const times = { sent_at: null, first_received_at: null, receive_count: 1 };
  return {
    message_id,
    body: `body of ${message_id}`,
    ...times,
    group_id: null,
    attributes: {},
    receipt: "r",
  };
}

beforeEach(() => {
  inQueue = new Map(["a", "b", "c", "d"].map((id) => [id, aDeadLetter(id)]));
  [sent, recorded] = [[], []];
  ports = {
    queue: {
      async *messages() {
        yield* [...inQueue.values()];
      },
      remove: async ({ message_id }) => void inQueue.delete(message_id),
    },
    record: async ({ message_id }) => void recorded.push(message_id),
    send: async ({ body }) => void sent.push(body),
    done() {},
    stopped: () => false,
  };
});

const replay = (...ids: string[]) => moveMessages(ids, 1_000, ports);

test("sends the chosen messages unchanged and removes them; the others stay", async () => {
  expect(await replay("d", "b")).toBe(2);
  expect(sent).toEqual(["body of b", "body of d"]);
  expect(recorded).toEqual(["b", "d"]);
  expect([...inQueue.keys()]).toEqual(["a", "c"]);
});

test("does not wait for a message that is gone", async () => {
  expect(await replay("a", "gone")).toBe(1);
});

test("reads nothing if no message is chosen", async () => {
  ports.queue.messages = () => {
    throw new Error("read");
  };
  expect(await replay()).toBe(0);
});

describe("a crash", () => {
  const crash = () => Promise.reject(new Error("cut"));

  test("before sending leaves the message in its queue", async () => {
    ports.send = crash;
    await expect(replay("a", "b")).rejects.toThrow("cut");
    expect([...inQueue.keys()]).toEqual(["a", "b", "c", "d"]);
  });

  test("after sending leaves the message in both queues", async () => {
    ports.queue.remove = crash;
    await expect(replay("a", "b")).rejects.toThrow("cut");
    expect(sent).toEqual(["body of a"]);
    expect([...inQueue.keys()]).toEqual(["a", "b", "c", "d"]);
  });

  test("while recording sends nothing", async () => {
    ports.record = crash;
    await expect(replay("a")).rejects.toThrow("cut");
    expect(sent).toEqual([]);
  });
});

test("stops after the current message when the operator wants to", async () => {
  ports.done = () => {
    ports.stopped = () => true;
  };
  expect(await replay("a", "b", "c")).toBe(1);
  expect([sent, [...inQueue.keys()]]).toEqual([["body of a"], ["b", "c", "d"]]);
});

test("sends no more than the given number per second", async () => {
  const started = performance.now();
  await moveMessages(["a", "b", "c", "d"], 20, ports);
  // The first goes at once, the fourth after three twentieths.
  expect(performance.now() - started).toBeGreaterThanOrEqual(149);
});
