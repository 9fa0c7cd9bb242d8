import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { marker } from "../../core/answering/marker.ts";
import { jobId } from "../../core/jobs/job-id.ts";
import { addComment } from "../../local/github/state/comments.ts";
import { loseAnswer, recordRequests } from "../fakes/github.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

let service: TestService;
let number = 1000;
let pull: TestPullRequest;
let requests: ReturnType<typeof recordRequests>;

beforeAll(async () => {
  service = await startTestService();
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
});

afterEach(() => requests.stop());

afterAll(() => service.stop());

const path = () => `/repositories/${service.repository.id}/issues/${number}/comments`;

/** Posts a command; returns the ID of its job, which anyone can compute from the comment. */
async function postCommand(): Promise<string> {
  await pull.comment("octavia", "/security");
  return jobId(service.queue.sent.at(-1)?.intent_key ?? "", "security", 1);
}

/** Posts these comments as a user without permission. */
async function postAsStranger(bodies: string[]) {
  const author = service.github.store.user("mallory");
  const written = bodies.map((body) =>
    addComment(service.github.store, service.repository, { number, author, body, viaApp: false }),
  );
  await service.github.deliveries.idle();
  return written.map((comment) => ({ comment, body: comment.body }));
}

/** Ways to copy our marker: for the first part, for a later part, and as a quotation of an answer. */
const forgeries = (job: string) => [
  `${marker(job, 1)}\n**Security reviewer**: nothing was found.`,
  `${marker(job, 2)}\nnothing was found here either.`,
  `> ${marker(job, 1)}\n> nothing was found.`,
];

/** The pages of the conversation that were read since the recording began. */
const pagesRead = () =>
  new Set(
    requests.sent
      .filter(({ method, path: sent }) => method === "GET" && sent.startsWith(`${path()}?`))
      .map(({ path: sent }) => Number(new URLSearchParams(sent.split("?")[1]).get("page") ?? "1")),
  );

test("case 10: forged markers before and after 300 other comments are not taken for our answer", async () => {
  const job = await postCommand();
  const talk = Array.from({ length: 300 }, (_, n) => `talk ${n}`);
  const forged = await postAsStranger([...forgeries(job), ...talk, ...forgeries(job)]);
  requests = recordRequests();

  await service.settle();

  expect(pull.answers().map(({ body }) => body)).toEqual([expect.stringContaining("All good.")]);
  expect(await pull.job()).toMatchObject({ job_id: job, state: "NOTIFIED" });
  expect([...pagesRead()]).toEqual(expect.arrayContaining([1, 2, 3, 4]));
  for (const { comment, body } of forged) {
    expect(service.repository.comments.get(comment.id)?.body).toBe(body);
  }
});

test("case 10: our own comment is found after 300 others if the response of its POST is lost", async () => {
  const job = await postCommand();
  requests = recordRequests();
  const lost = loseAnswer({ method: "POST", path: new RegExp(`${path()}$`) });
  await postAsStranger([...forgeries(job), ...Array.from({ length: 300 }, (_, n) => `talk ${n}`)]);

  await service.settle();
  lost.stop();

  expect(pull.answers().map(({ body }) => body)).toEqual([expect.stringContaining("All good.")]);
  expect(requests.sent.filter(({ method, path: sent }) => method === "POST" && sent === path())).toHaveLength(
    1,
  );
});
