import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Comment } from "../../local/github/state/records.ts";
import { loseAnswer, recordRequests } from "../fakes/github.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

let service: TestService;
let number = 800;
let pull: TestPullRequest;
let requests: ReturnType<typeof recordRequests>;
/** What the employee answers. */
let said = "";
let undo: (() => void)[] = [];

beforeAll(async () => {
  service = await startTestService({
    model: async () => ({ outcome: "answered", markdown: said, usage: null }),
  });
});

beforeEach(() => {
  number += 1;
  said = "All good.";
  pull = service.pull(number);
});

afterEach(() => {
  for (const stop of undo.reverse()) stop();
  undo = [];
  service.github.clearFaults();
});

afterAll(() => service.stop());

/** Posts a command whose webhook is accepted. Records what our App sends from then on. */
async function postCommand(login = "octavia"): Promise<Comment> {
  const comment = await pull.comment(login, "/security");
  requests = recordRequests();
  undo.push(requests.stop);
  return comment;
}

const path = () => `/issues/${number}/comments`;
const isPost = ({ method, path: sent }: { method: string; path: string }) =>
  method === "POST" && sent.endsWith(path());
const posts = () => requests.sent.filter(isPost).length;
const texts = () => pull.answers().map(({ body }) => body);

function losePostResponse({ body = /^/, onLost = () => {} } = {}): void {
  undo.push(loseAnswer({ method: "POST", path: new RegExp(`${path()}$`), body }, onLost).stop);
}

const responseLosses: [string, () => void][] = [
  ["times out", losePostResponse],
  [
    "ends with its connection",
    () => service.github.fail({ method: "POST", path: `${path()}$`, cutAfter: true }),
  ],
];

test.each(responseLosses)(
  "case 8: the POST %s but took effect: it is adopted at once, one comment",
  async (_how, goesWrong) => {
    const comment = await postCommand();
    goesWrong();

    await service.settle();

    expect(texts()).toEqual([expect.stringContaining("All good.")]);
    expect(posts()).toBe(1);
    expect(pull.reactions(comment)).toEqual(["+1"]);
    const [answer] = pull.answers();
    expect(await pull.job()).toMatchObject({
      state: "NOTIFIED",
      comment: { phase: "POSTED", id: answer?.id },
    });
  },
);

test("case 8: the comment exists but is not listed yet: the next attempt of the step adopts it", async () => {
  await postCommand();
  const unlisted = { method: "GET", path: `${path()}\\?`, status: 200, body: [] };
  losePostResponse({ onLost: () => service.github.fail(unlisted) });

  await service.settle();

  expect(texts()).toEqual([expect.stringContaining("All good.")]);
  expect(posts()).toBe(1);
});

test.each([2, 3])(
  "case 8: the POST of part %i of a long answer is lost: each part is posted once",
  async (part) => {
    said = Array.from({ length: 30 }, (_, n) => `Finding ${n}: ${"word ".repeat(1_000)}`).join("\n\n");
    await postCommand();
    losePostResponse({ body: new RegExp(`part ${part} of 3`) });

    await service.settle();

    expect(texts().map((text) => /_\(part (\d) of 3\)_/.exec(text)?.[1])).toEqual(["1", "2", "3"]);
    expect(posts()).toBe(3);
  },
);

test("case 8: the POST of a refusal is lost: it is posted once", async () => {
  const comment = await postCommand("rita");
  losePostResponse();

  await service.settle();

  expect(texts()).toEqual([expect.stringContaining("didn't run")]);
  expect(posts()).toBe(1);
  expect(pull.reactions(comment)).toEqual(["-1"]);
});

test("case 8: a user deleted the comment that was posted: the next attempt posts another", async () => {
  await postCommand();
  losePostResponse({
    onLost() {
      for (const { id } of pull.answers()) service.repository.comments.delete(id);
    },
  });

  await service.settle();

  expect(texts()).toEqual([expect.stringContaining("All good.")]);
  expect(posts()).toBe(2);
});
