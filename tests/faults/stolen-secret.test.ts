import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { WebhookPayload } from "../../core/deliveries/webhook.schema.ts";
import type { Comment } from "../../local/github/state/records.ts";
import { deliverTo, dispatchTogether, takeWaiting } from "../fakes/arrivals.ts";
import { type Road, type RoadPull, startRoad } from "../fakes/road.ts";

let road: Road;
let pull: RoadPull;
let number = 900;
/** What an employee was asked, and by whom it thinks that it was. */
let worked: string[] = [];
let comment: Comment;

beforeAll(async () => {
  road = await startRoad({
    model: async ({ command, requested_by }) => {
      worked.push(`${requested_by}: ${command.text}`);
      return { outcome: "answered", markdown: "All good.", usage: null };
    },
  });
});

beforeEach(async () => {
  number += 1;
  pull = road.pull(number);
  worked = [];
});

afterAll(() => road.stop());

/** What GitHub has sent of the last comment; it never arrives here. */
async function sentOf(login: string, body: string): Promise<WebhookPayload> {
  comment = await pull.comment(login, body);
  road.queue.sent.splice(0);
  return JSON.parse(road.github.deliveries.newestFirst()[0]?.body ?? "");
}

/** Delivers a body of the thief's own making, with a signature that is good, and lets it come to its end. */
async function forge(payload: object): Promise<void> {
  expect(await deliverTo(road, { event: "issue_comment", payload })).toBe(202);
  await dispatchTogether(road, takeWaiting(road));
  await road.settle();
}

const octavia = { login: "octavia", id: 1, type: "User" };
const answers = () => pull.answers().map(({ body }) => body);

describe("whoever has stolen the webhook secret", () => {
  test.each([
    ["in octavia's own comment", "octavia", "/security harmless", {}],
    ["in a comment of hers that commands nothing", "octavia", "Looks fine.", {}],
    ["in somebody else's comment, as hers", "rita", "Looks fine.", { user: octavia }],
    ["in somebody else's comment, sent by her", "rita", "/security evil", {}],
    ["in a comment that nobody has written", "octavia", "Looks fine.", { id: 4_711 }],
  ])("puts no words into octavia's mouth: %s", async (_where, author, body, change) => {
    const payload = await sentOf(author, body);
    await forge({
      ...payload,
      sender: octavia,
      comment: { ...payload.comment, body: "/security evil", ...change },
    });
    expect(worked).toEqual([]);
    expect(answers()).toEqual([]);
  });

  test("has no comment of another pull request carried out on this one", async () => {
    const payload = await sentOf("octavia", "/security here");
    number += 1;
    pull = road.pull(number);
    await forge({ ...payload, issue: { ...payload.issue, number } });
    expect(worked).toEqual([]);
    expect(answers()).toEqual([]);
  });

  test("has nobody's comment carried out by a right that its author lacks", async () => {
    const payload = await sentOf("rita", "/security please");
    await forge({ ...payload, sender: octavia, comment: { ...payload.comment, user: octavia } });
    expect(worked).toEqual([]);
    expect(answers()).toEqual([]);
  });

  test("may deliver what GitHub delivers: its command is carried out once, under whatever name of the repository's id", async () => {
    const payload = await sentOf("octavia", "/security here");
    await forge(payload);
    expect(worked).toEqual(["octavia: here"]);
    const before = answers();

    await forge({ ...payload, padding: "another body" });
    await forge({ ...payload, repository: { ...payload.repository, id: payload.repository.id + 1 } });

    expect(worked).toEqual(["octavia: here"]);
    expect(answers()).toEqual(before);
    expect(pull.reactions(comment)).toEqual(["+1"]);
  });

  test("gets a command no more often than its comment gives it", async () => {
    const payload = await sentOf("octavia", "/security here");
    const body = "/security here\n".repeat(5);
    await forge({ ...payload, comment: { ...payload.comment, body } });
    expect(worked).toEqual(["octavia: here"]);
  });
});
