import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { loseAnswer } from "../fakes/github.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

let service: TestService;
let number = 2_100;
let pull: TestPullRequest;
/** What the employee answers. */
let said = "";
/** Happens while the employee works. */
let meanwhile = () => {};
let undo: (() => void)[] = [];

beforeAll(async () => {
  service = await startTestService({
    model: async () => {
      meanwhile();
      return { outcome: "answered", markdown: said, usage: null };
    },
  });
});

beforeEach(() => {
  number += 1;
  said = "All good.";
  meanwhile = () => {};
  pull = service.pull(number);
});

afterEach(() => {
  for (const stop of undo) stop();
  undo = [];
  service.github.clearFaults();
});

afterAll(() => service.stop());

const replies = () => pull.replies().map(({ body, inReplyTo }) => [inReplyTo, body]);
const answers = () => pull.answers().map(({ body }) => body);
const longText = () =>
  Array.from({ length: 30 }, (_, n) => `Finding ${n}: ${"word ".repeat(1_000)}`).join("\n\n");

function losePostResponse(): void {
  undo.push(loseAnswer({ method: "POST", path: /\/replies$/, body: /^/ }, () => {}).stop);
}

describe("a command on the diff is answered in its thread", () => {
  test("that it starts", async () => {
    const comment = await pull.commentOnDiff("octavia", "/security");
    await service.settle();
    expect(replies()).toEqual([[comment.id, expect.stringContaining("All good.")]]);
    expect(answers()).toEqual([]);
    expect(pull.reactions(comment)).toEqual(["+1"]);
    expect(await pull.job()).toMatchObject({
      state: "NOTIFIED",
      comment: { id: pull.replies()[0]?.id, thread: comment.id },
    });
  });

  test("that another comment has started", async () => {
    const first = await pull.commentOnDiff("rita", "What about this line?");
    await pull.commentOnDiff("octavia", "@pr-employees security", first.id);
    await service.settle();
    expect(replies()).toEqual([[first.id, expect.stringContaining("All good.")]]);
  });

  test("with all parts of a long answer", async () => {
    said = longText();
    const comment = await pull.commentOnDiff("octavia", "/security");
    await service.settle();
    expect(pull.replies().map(({ inReplyTo }) => inReplyTo)).toEqual([comment.id, comment.id, comment.id]);
    expect(answers()).toEqual([]);
  });

  test("with a refusal too", async () => {
    const comment = await pull.commentOnDiff("rita", "/security");
    await service.settle();
    expect(pull.replies().map(({ body }) => body)).toEqual([expect.stringContaining("didn't run")]);
    expect(pull.reactions(comment)).toEqual(["-1"]);
  });

  test("with a failure too", async () => {
    meanwhile = () => {
      throw new Error("The employee is broken");
    };
    await pull.commentOnDiff("octavia", "/security");
    await service.settle();
    expect(pull.replies().map(({ body }) => body)).toEqual([expect.stringContaining("could not finish")]);
    expect(answers()).toEqual([]);
  });

  test("case 8: once, although the response to the POST is lost", async () => {
    await pull.commentOnDiff("octavia", "/security");
    losePostResponse();
    await service.settle();
    expect(pull.replies().map(({ body }) => body)).toEqual([expect.stringContaining("All good.")]);
  });
});

describe("an answer whose thread is gone moves to the conversation", () => {
  test("before anything was posted", async () => {
    const first = await pull.commentOnDiff("rita", "What about this line?");
    await pull.commentOnDiff("octavia", "/security", first.id);
    service.repository.reviewComments.delete(first.id);
    service.repository.deleted.add(first.id);
    await service.settle();
    expect(replies()).toEqual([]);
    expect(answers()).toEqual([expect.stringContaining("All good.")]);
    expect((await pull.job()).comment).not.toHaveProperty("thread");
  });

  test("while the employee works, as a whole and without a rest in the thread", async () => {
    said = longText();
    const first = await pull.commentOnDiff("rita", "What about this line?");
    await pull.commentOnDiff("octavia", "/security", first.id);
    meanwhile = () => {
      expect(pull.replies()).toHaveLength(1);
      service.repository.reviewComments.delete(first.id);
      service.repository.deleted.add(first.id);
    };
    await service.settle();
    expect(replies()).toEqual([]);
    expect(answers()).toHaveLength(3);
  });

  test("also if GitHub refuses the reply as invalid", async () => {
    await pull.commentOnDiff("octavia", "/security");
    service.github.fail({
      method: "POST",
      path: "/replies$",
      status: 422,
      body: { message: "Validation Failed" },
    });
    await service.settle();
    expect(replies()).toEqual([]);
    expect(answers()).toEqual([expect.stringContaining("All good.")]);
  });
});

test("a review is answered in the conversation", async () => {
  const path = `/repos/octo-demo/payments/pulls/${number}/reviews`;
  await service.github.call("POST", path, { body: "/security", event: "COMMENT" }, "token user:octavia");
  await service.github.deliveries.idle();
  await service.settle();
  expect(replies()).toEqual([]);
  expect(answers()).toEqual([expect.stringContaining("All good.")]);
});
