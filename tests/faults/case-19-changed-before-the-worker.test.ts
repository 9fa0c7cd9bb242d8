import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { pushCommit } from "../../local/github/state/pulls.ts";
import type { Comment } from "../../local/github/state/records.ts";
import { grantRole } from "../../local/github/state/repositories.ts";
import { recordRequests } from "../fakes/github.ts";
import { createStepHooks } from "../fakes/step-hooks.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

const said = "All good.";
const stepHooks = createStepHooks();
let service: TestService;
let number = 1_900;
let pull: TestPullRequest;
let requests: ReturnType<typeof recordRequests>;
/** The commits that the model received. */
let shown: string[];
/** By how much the functions' clock is ahead of GitHub's. */
let aheadMs = 0;

beforeAll(async () => {
  service = await startTestService({
    steps: stepHooks.steps,
    clock: () => Date.now() + aheadMs,
    async model({ context }) {
      shown.push(context.head_sha);
      return { outcome: "answered", markdown: said, usage: null };
    },
  });
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
  shown = [];
  grantRole(service.repository, "wendy", "write");
});

afterEach(() => requests.stop());

afterAll(() => service.stop());

const store = () => service.github.store;
const branch = () => store().pull(service.repository, number);
const head = () => branch().head.sha;
const texts = () => pull.answers().map(({ body }) => body);
const revoke = () => grantRole(service.repository, "wendy", "read");

/** The confirmation at the start of the run is too old for the answer. */
function aMinutePasses(): void {
  aheadMs += 60_000;
}

/** A user with push permission replaces the branch's only commit. */
function forcePush(): void {
  pushCommit(store(), service.repository, branch(), store().user("mallory"));
  branch().commits = 1;
}

/** Posts a command of a user with permission; its webhook is accepted. Records what is sent from then on. */
async function postCommand(): Promise<Comment> {
  const comment = await pull.comment("wendy", "/security");
  requests = recordRequests();
  return comment;
}

/** The requests by which the App wrote on the pull request. */
const writes = () =>
  requests.sent.filter(
    ({ method, path }) =>
      method !== "GET" && path.startsWith(`/repositories/${service.repository.id}/issues/`),
  );

/** Expects one comment that names each reason once, one reaction, and a refused job. */
async function expectRefused(comment: Comment, reasons: Record<string, string>) {
  const [text = "", ...more] = texts();
  expect(more).toEqual([]);
  expect(text).toContain("`/security` didn't run");
  for (const reason of Object.values(reasons)) expect(text.split(reason)).toHaveLength(2);
  expect(text).not.toContain(said);
  expect(text.match(/^- /gm)).toHaveLength(Object.keys(reasons).length);
  expect(pull.reactions(comment)).toEqual(["-1"]);
  const posts = writes().filter(({ method, path }) => method === "POST" && path.endsWith("/comments"));
  expect(posts).toHaveLength(1);
  const job = await pull.job();
  expect(job.state).toBe("REFUSED");
  expect(job.refusals.map(({ code }) => code)).toEqual(Object.keys(reasons));
  expect(await service.workflow.look(`${job.job_id}-r1`)).toBe("succeeded");
}

/** Redelivers the comment's webhook under its own GUID and under a new one. */
async function expectNoSecondRefusal({ id }: Comment) {
  const { deliveries } = service.github;
  const before = { texts: texts(), writes: writes().length, shown: shown.length };
  const delivery = deliveries
    .newestFirst()
    .find(
      ({ event, action, body }) =>
        event === "issue_comment" && action === "created" && body.includes(`/comments/${id}"`),
    );
  if (!delivery) throw new Error("GitHub has not delivered the comment");
  deliveries.redeliver(delivery);
  deliveries.deliver(delivery);
  await deliveries.idle();
  const answers = deliveries.newestFirst().slice(0, 2);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 202]);
  await service.settle();
  expect({ texts: texts(), writes: writes().length, shown: shown.length }).toEqual(before);
}

const short = (sha: string) => sha.slice(0, 7);
const moved = (from: string) =>
  `given for commit \`${short(from)}\`; the branch is at \`${short(head())}\` now. Ask again for the new commit.`;
const permission = "needs **write** permission on this repository; wendy has **read**.";

describe("case 19: an authorised command, then a force-push", () => {
  test.each([
    ["before it is acknowledged", "AcknowledgeJob"],
    ["before its context is frozen", "FreezeContext"],
  ])("%s: refused before the worker runs, explained once", async (_when, step) => {
    const comment = await postCommand();
    const accepted = head();
    stepHooks.before(step, forcePush);

    await service.settle();

    await expectRefused(comment, { head_moved: moved(accepted) });
    expect(shown).toEqual([]);
    await expectNoSecondRefusal(comment);
  });

  test.each([
    ["right before it runs", "RunEmployee"],
    ["right after it has run", "PublishResult"],
  ])(
    "%s, the worker sees the commit of the command, and its answer is not published",
    async (_when, step) => {
      const comment = await postCommand();
      const accepted = head();
      stepHooks.before(step, () => {
        forcePush();
        aMinutePasses();
      });

      await service.settle();

      await expectRefused(comment, { head_moved: moved(accepted) });
      expect(shown).toEqual([accepted]);
      await expectNoSecondRefusal(comment);
    },
  );

  test("the command, given again, is answered for the new commit", async () => {
    await postCommand();
    stepHooks.before("AcknowledgeJob", forcePush);
    await service.settle();

    await pull.comment("wendy", "/security");
    await service.settle();

    expect(shown).toEqual([head()]);
    expect(texts()).toEqual([
      expect.stringContaining("didn't run"),
      expect.stringContaining(`at \`${short(head())}\`:\n\n${said}`),
    ]);
  });
});

describe("case 19: permission is revoked", () => {
  test("while the command is in the queue: refused, explained once", async () => {
    const comment = await postCommand();
    expect(service.queue.sent).toHaveLength(1);
    revoke();

    await service.settle();

    await expectRefused(comment, { permission });
    expect(shown).toEqual([]);
    await expectNoSecondRefusal(comment);
  });

  test.each([
    ["while the job waits for its first step", "AcknowledgeJob", 0],
    ["before its context is frozen", "FreezeContext", 0],
    ["while the worker runs", "PublishResult", 1],
  ])("%s: refused, explained once", async (_when, step, worked) => {
    const comment = await postCommand();
    stepHooks.before(step, () => {
      revoke();
      aMinutePasses();
    });

    await service.settle();

    await expectRefused(comment, { permission });
    expect(shown).toHaveLength(worked);
    await expectNoSecondRefusal(comment);
  });

  test("permission is revoked and the branch is force-pushed: both are explained, each once", async () => {
    const comment = await postCommand();
    const accepted = head();
    stepHooks.before("AcknowledgeJob", () => {
      forcePush();
      revoke();
    });

    await service.settle();

    await expectRefused(comment, { permission, head_moved: moved(accepted) });
    expect(shown).toEqual([]);
    await expectNoSecondRefusal(comment);
  });
});
