import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import type { Comment } from "../../local/github/state/records.ts";
import { grantRole } from "../../local/github/state/repositories.ts";
import { aPolicy } from "../fakes/records/policy.ts";
import { deliverSigned, dispatchTogether, takeQueued } from "../fakes/signed-deliveries.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

const policy = aPolicy();
/** The commands that the employee received. */
let worked: string[] = [];
let service: TestService;
let pull: TestPullRequest;
let number = 600;

beforeAll(async () => {
  service = await startTestService({
    policy,
    model: async ({ command }) => {
      worked.push(`/${command.name} ${command.text}`);
      return { outcome: "answered", markdown: "All good.", usage: null };
    },
  });
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
  worked = [];
  policy.triggers = ["created", "edited"];
});

afterEach(() => {
  grantRole(service.repository, "wendy", "write");
});

afterAll(() => service.stop());

/** A user edits the comment; resolves once its webhook was answered. */
async function edit({ id }: Comment, login: string, body: string): Promise<void> {
  const path = `/repos/octo-demo/payments/issues/comments/${id}`;
  const { status } = await service.github.call("PATCH", path, { body }, `token user:${login}`);
  expect(status).toBe(200);
  await service.github.deliveries.idle();
}

const jobsHere = async () => (await service.jobs()).filter(({ pr_number }) => pr_number === number);
const senders = async () => (await jobsHere()).map(({ sender }) => sender.login);

describe("case 6: two edits of one comment", () => {
  test("each edit starts its own job", async () => {
    const comment = await pull.comment("octavia", "What do you think?");
    await edit(comment, "octavia", "/security a");
    await service.settle();
    await edit(comment, "wendy", "/security b");
    await service.settle();

    expect(worked).toEqual(["/security a", "/security b"]);
    expect(await senders()).toEqual(["octavia", "wendy"]);
    expect(pull.answers()).toHaveLength(2);
  });

  test.each([
    ["in order", (edits: Envelope[]) => edits],
    ["in reverse order", (edits: Envelope[]) => edits.toReversed()],
  ])("two pending edits both run: %s", async (_what, order) => {
    const comment = await pull.comment("octavia", "What do you think?");
    takeQueued(service);
    await edit(comment, "octavia", "/security a");
    await edit(comment, "octavia", "/security a\n/security b");
    for (const one of order(takeQueued(service))) await dispatchTogether(service, [one]);
    await service.settle();

    expect(worked.toSorted()).toEqual(["/security a", "/security a", "/security b"]);
    expect(new Set((await jobsHere()).map(({ intent_key }) => intent_key)).size).toBe(2);
    expect(pull.answers()).toHaveLength(3);
  });

  test("an edit that is delivered twice runs once", async () => {
    const comment = await pull.comment("octavia", "What do you think?");
    await edit(comment, "octavia", "/security a");
    const [sent] = service.github.deliveries.newestFirst();
    expect(await deliverSigned(service, { event: "issue_comment", payload: sent?.body ?? "" })).toBe(202);
    await dispatchTogether(service, takeQueued(service));
    await service.settle();
    expect(worked).toEqual(["/security a"]);
  });
});

describe("case 6: a user without permission edits a comment", () => {
  test("the edit starts no job: the author's permission does not count", async () => {
    const comment = await pull.comment("octavia", "What do you think?");
    await edit(comment, "wendy", "/security");
    grantRole(service.repository, "wendy", "read");
    await service.settle();

    expect(worked).toEqual([]);
    expect(await jobsHere()).toMatchObject([
      { state: "REFUSED", sender: { login: "wendy" }, refusals: [{ code: "permission" }] },
    ]);
    expect(pull.answers().map(({ body }) => body)).toEqual([expect.stringContaining("wendy has **read**")]);
  });

  test("the edit starts no job even if the comment is that user's own", async () => {
    const comment = await pull.comment("rita", "What do you think?");
    await edit(comment, "rita", "/security");
    await service.settle();
    expect(worked).toEqual([]);
    expect((await jobsHere()).map(({ state }) => state)).toEqual(["REFUSED"]);
  });

  test("the edit does not withdraw the command of an unchanged line", async () => {
    const comment = await pull.comment("octavia", "/security a");
    await edit(comment, "wendy", "/security a\n/security b");
    grantRole(service.repository, "wendy", "read");
    await service.settle();
    expect(worked).toEqual(["/security a"]);
    expect((await jobsHere()).map(({ state }) => state).toSorted()).toEqual([
      "NOTIFIED",
      "REFUSED",
      "REFUSED",
    ]);
  });
});

test("case 6: edits do not trigger if the policy excludes them", async () => {
  policy.triggers = ["created", "submitted"];
  const comment = await pull.comment("octavia", "What do you think?");
  await edit(comment, "octavia", "/security a");
  await edit(comment, "wendy", "/security b");
  await service.settle();
  expect(worked).toEqual([]);
  expect(await jobsHere()).toEqual([]);
  expect(pull.answers()).toEqual([]);
});
