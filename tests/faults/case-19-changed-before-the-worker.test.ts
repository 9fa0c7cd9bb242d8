import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { pushCommit } from "../../local/github/state/pulls.ts";
import type { Comment } from "../../local/github/state/records.ts";
import { grantRole } from "../../local/github/state/repositories.ts";
import { recordRequests } from "../fakes/github.ts";
import { createMoments } from "../fakes/moments.ts";
import { type Road, type RoadPull, startRoad } from "../fakes/road.ts";

const said = "All good.";
const moments = createMoments();
let road: Road;
let number = 1_900;
let pull: RoadPull;
let requests: ReturnType<typeof recordRequests>;
/** The commits that the model was shown. */
let shown: string[];

beforeAll(async () => {
  road = await startRoad({
    steps: moments.steps,
    async model({ context }) {
      shown.push(context.head_sha);
      return { outcome: "answered", markdown: said, usage: null };
    },
  });
});

beforeEach(() => {
  number += 1;
  pull = road.pull(number);
  shown = [];
  grantRole(road.repository, "wendy", "write");
});

afterEach(() => requests.stop());

afterAll(() => road.stop());

const store = () => road.github.store;
const branch = () => store().pull(road.repository, number);
const head = () => branch().head.sha;
const texts = () => pull.answers().map(({ body }) => body);
const revoke = () => grantRole(road.repository, "wendy", "read");

/** Somebody who may push replaces the branch's one commit. */
function forcePush(): void {
  pushCommit(store(), road.repository, branch(), store().user("mallory"));
  branch().commits = 1;
}

/** A command of somebody who may give it, whose webhook was accepted. What is sent from here on is written down. */
async function commanded(): Promise<Comment> {
  const comment = await pull.comment("wendy", "/security");
  requests = recordRequests();
  return comment;
}

/** What we have written on the pull request. */
const writes = () =>
  requests.sent.filter(
    ({ method, path }) => method !== "GET" && path.startsWith(`/repositories/${road.repository.id}/issues/`),
  );

/** One comment that says each reason once, one reaction, and a job that ended so. */
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
  expect(await road.workflow.look(`${job.job_id}-r1`)).toBe("succeeded");
}

/** The webhook of the comment comes again, under its GUID and under another. */
async function expectNoSecondWord({ id }: Comment) {
  const { deliveries } = road.github;
  const before = { texts: texts(), writes: writes().length, shown: shown.length };
  const delivery = deliveries
    .newestFirst()
    .find(
      ({ event, action, body }) =>
        event === "issue_comment" && action === "created" && body.includes(`/comments/${id}"`),
    );
  if (!delivery) throw new Error("GitHub has not told of the comment");
  deliveries.redeliver(delivery);
  deliveries.deliver(delivery);
  await deliveries.idle();
  const answers = deliveries.newestFirst().slice(0, 2);
  expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 202]);
  await road.settle();
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
  ])("%s: refused before the worker, said once", async (_when, step) => {
    const comment = await commanded();
    const accepted = head();
    moments.before(step, forcePush);

    await road.settle();

    await expectRefused(comment, { head_moved: moved(accepted) });
    expect(shown).toEqual([]);
    await expectNoSecondWord(comment);
  });

  test.each([
    ["when it is about to work", "RunEmployee"],
    ["when it has worked", "PublishResult"],
  ])("%s, the worker sees the commit of the command, and nobody its answer", async (_when, step) => {
    const comment = await commanded();
    const accepted = head();
    moments.before(step, forcePush);

    await road.settle();

    await expectRefused(comment, { head_moved: moved(accepted) });
    expect(shown).toEqual([accepted]);
    await expectNoSecondWord(comment);
  });

  test("asked again, it is answered for the new commit", async () => {
    await commanded();
    moments.before("AcknowledgeJob", forcePush);
    await road.settle();

    await pull.comment("wendy", "/security");
    await road.settle();

    expect(shown).toEqual([head()]);
    expect(texts()).toEqual([
      expect.stringContaining("didn't run"),
      expect.stringContaining(`at \`${short(head())}\`:\n\n${said}`),
    ]);
  });
});

describe("case 19: permission taken away", () => {
  test("while the command is in the queue: refused, said once", async () => {
    const comment = await commanded();
    expect(road.queue.sent).toHaveLength(1);
    revoke();

    await road.settle();

    await expectRefused(comment, { permission });
    expect(shown).toEqual([]);
    await expectNoSecondWord(comment);
  });

  test.each([
    ["while the job waits for its first step", "AcknowledgeJob", 0],
    ["while its context is frozen", "FreezeContext", 1],
    ["while the worker is at it", "PublishResult", 1],
  ])("%s: refused, said once", async (_when, step, worked) => {
    const comment = await commanded();
    moments.before(step, revoke);

    await road.settle();

    await expectRefused(comment, { permission });
    expect(shown).toHaveLength(worked);
    await expectNoSecondWord(comment);
  });

  test("and a force-push: both are explained, each once", async () => {
    const comment = await commanded();
    const accepted = head();
    moments.before("AcknowledgeJob", () => {
      forcePush();
      revoke();
    });

    await road.settle();

    await expectRefused(comment, { permission, head_moved: moved(accepted) });
    expect(shown).toEqual([]);
    await expectNoSecondWord(comment);
  });
});
