import { beforeEach, describe, expect, test } from "@jest/globals";
import type { Letter } from "../../../../../operator/stack/dead-letters/dead-letter-queue.ts";
import {
  type ReplayPorts,
  replayLetters,
} from "../../../../../operator/stack/dead-letters/replay-dead-letters.ts";

let inBox: Map<string, Letter>;
let sent: string[];
let recorded: string[];
let ports: ReplayPorts;

function aLetter(message_id: string): Letter {
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
  inBox = new Map(["a", "b", "c", "d"].map((id) => [id, aLetter(id)]));
  [sent, recorded] = [[], []];
  ports = {
    box: {
      async *letters() {
        yield* [...inBox.values()];
      },
      remove: async ({ message_id }) => void inBox.delete(message_id),
    },
    record: async ({ message_id }) => void recorded.push(message_id),
    send: async ({ body }) => void sent.push(body),
    done() {},
    stopped: () => false,
  };
});

const replay = (...ids: string[]) => replayLetters(ids, 1_000, ports);

test("the chosen ones are sent as they are and leave the dead letters, the others stay", async () => {
  expect(await replay("d", "b")).toBe(2);
  expect(sent).toEqual(["body of b", "body of d"]);
  expect(recorded).toEqual(["b", "d"]);
  expect([...inBox.keys()]).toEqual(["a", "c"]);
});

test("one that is not there any more is not waited for", async () => {
  expect(await replay("a", "gone")).toBe(1);
});

test("nothing chosen is nothing taken out", async () => {
  ports.box.letters = () => {
    throw new Error("looked");
  };
  expect(await replay()).toBe(0);
});

describe("a cut in the middle", () => {
  const crash = () => Promise.reject(new Error("cut"));

  test("before the sending leaves the message where it was", async () => {
    ports.send = crash;
    await expect(replay("a", "b")).rejects.toThrow("cut");
    expect([...inBox.keys()]).toEqual(["a", "b", "c", "d"]);
  });

  test("after the sending leaves it in both: never in none", async () => {
    ports.box.remove = crash;
    await expect(replay("a", "b")).rejects.toThrow("cut");
    expect(sent).toEqual(["body of a"]);
    expect([...inBox.keys()]).toEqual(["a", "b", "c", "d"]);
  });

  test("of the record sends nothing: nothing is done unseen", async () => {
    ports.record = crash;
    await expect(replay("a")).rejects.toThrow("cut");
    expect(sent).toEqual([]);
  });
});

test("who wants it to end has it end after the message that is under way", async () => {
  ports.done = () => {
    ports.stopped = () => true;
  };
  expect(await replay("a", "b", "c")).toBe(1);
  expect([sent, [...inBox.keys()]]).toEqual([["body of a"], ["b", "c", "d"]]);
});

test("no more than so many a second", async () => {
  const started = performance.now();
  await replayLetters(["a", "b", "c", "d"], 20, ports);
  // The first goes at once, the fourth after three twentieths.
  expect(performance.now() - started).toBeGreaterThanOrEqual(149);
});
