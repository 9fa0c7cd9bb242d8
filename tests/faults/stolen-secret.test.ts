import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { WebhookPayload } from "../../core/deliveries/webhook.schema.ts";
import type { Comment } from "../../local/github/state/records.ts";
import { deliverSigned, dispatchTogether, takeQueued } from "../fakes/signed-deliveries.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

let service: TestService;
let pull: TestPullRequest;
let number = 900;
/** Each command that the employee received, with its sender. */
let worked: string[] = [];
let comment: Comment;

beforeAll(async () => {
  service = await startTestService({
    model: async ({ command, requested_by }) => {
      worked.push(`${requested_by}: ${command.text}`);
      return { outcome: "answered", markdown: "All good.", usage: null };
    },
  });
});

beforeEach(async () => {
  number += 1;
  pull = service.pull(number);
  worked = [];
});

afterAll(() => service.stop());

/** The payload that GitHub sent of the last comment; it never arrives here. */
async function sentOf(login: string, body: string): Promise<WebhookPayload> {
  comment = await pull.comment(login, body);
  service.queue.sent.splice(0);
  return JSON.parse(service.github.deliveries.newestFirst()[0]?.body ?? "");
}

/** Delivers an attacker's body with a valid signature, and runs all work. */
async function deliverForged(payload: object): Promise<void> {
  expect(await deliverSigned(service, { event: "issue_comment", payload })).toBe(202);
  await dispatchTogether(service, takeQueued(service));
  await service.settle();
}

const octavia = { login: "octavia", id: 1, type: "User" };
const answers = () => pull.answers().map(({ body }) => body);

describe("an attacker with the webhook secret", () => {
  test.each([
    ["in octavia's own comment", "octavia", "/security harmless", {}],
    ["in a comment of hers without a command", "octavia", "Looks fine.", {}],
    ["in another user's comment, as hers", "rita", "Looks fine.", { user: octavia }],
    ["in another user's comment, sent by her", "rita", "/security evil", {}],
    ["in a comment that does not exist", "octavia", "Looks fine.", { id: 4_711 }],
  ])("cannot give commands as octavia: %s", async (_where, author, body, change) => {
    const payload = await sentOf(author, body);
    await deliverForged({
      ...payload,
      sender: octavia,
      comment: { ...payload.comment, body: "/security evil", ...change },
    });
    expect(worked).toEqual([]);
    expect(answers()).toEqual([]);
  });

  test("cannot run a comment of another pull request on this one", async () => {
    const payload = await sentOf("octavia", "/security here");
    number += 1;
    pull = service.pull(number);
    await deliverForged({ ...payload, issue: { ...payload.issue, number } });
    expect(worked).toEqual([]);
    expect(answers()).toEqual([]);
  });

  test("cannot run a comment with a permission that its author lacks", async () => {
    const payload = await sentOf("rita", "/security please");
    await deliverForged({ ...payload, sender: octavia, comment: { ...payload.comment, user: octavia } });
    expect(worked).toEqual([]);
    expect(answers()).toEqual([]);
  });

  test("can deliver what GitHub delivers: its command runs once, whatever the repository's name is", async () => {
    const payload = await sentOf("octavia", "/security here");
    await deliverForged(payload);
    expect(worked).toEqual(["octavia: here"]);
    const before = answers();

    await deliverForged({ ...payload, padding: "another body" });
    await deliverForged({ ...payload, repository: { ...payload.repository, id: payload.repository.id + 1 } });

    expect(worked).toEqual(["octavia: here"]);
    expect(answers()).toEqual(before);
    expect(pull.reactions(comment)).toEqual(["+1"]);
  });

  test("cannot run a command more often than its comment gives it", async () => {
    const payload = await sentOf("octavia", "/security here");
    const body = "/security here\n".repeat(5);
    await deliverForged({ ...payload, comment: { ...payload.comment, body } });
    expect(worked).toEqual(["octavia: here"]);
  });
});
