import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createGitHubCircuit } from "../../../../adapters/github/circuit.ts";
import { classifyGitHubError } from "../../../../adapters/github/errors.ts";
import { createGitHubRepository } from "../../../../adapters/github/repository.ts";
import { createGitHubWriter } from "../../../../adapters/github/writer.ts";
import type { GitHub } from "../../../../local/github/start-github.ts";
import { createCircuitParts, type FakeCircuitParts } from "../../../fakes/circuits.ts";
import { createTestClock, type TestClock } from "../../../fakes/clock.ts";
import { clientOf, recordRequests, startSimulatedGitHub, writePermissions } from "../../../fakes/github.ts";
import { aTarget } from "../../../fakes/records/pull-request.ts";

let github: GitHub;
let requests: ReturnType<typeof recordRequests>;
let clock: TestClock;
let parts: FakeCircuitParts;

beforeAll(async () => {
  github = await startSimulatedGitHub();
});

beforeEach(() => {
  requests = recordRequests();
  clock = createTestClock();
  parts = createCircuitParts(clock);
});

afterEach(() => {
  requests.stop();
  github.clearFaults();
});

afterAll(() => github.stop());

/** A function's own client; all of them share the circuits. */
const client = () => clientOf(github, writePermissions, createGitHubCircuit(parts));
const read = (by = client()) => createGitHubRepository(by).pullRequest(aTarget());
const write = (by = client()) => createGitHubWriter(by).createComment(aTarget(), "an answer");
const sentTo = (path: RegExp) => requests.sent.filter((request) => path.test(request.path));
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
const circuits = () =>
  Object.fromEntries(
    [...parts.store.circuits].map(([key, { state, until }]) => [key, [state, until - clock()]]),
  );

describe("a rate limit of GitHub", () => {
  const reset = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1795426200" };
  const secondary = { message: "You have exceeded a secondary rate limit. Please wait a few minutes." };

  test.each([
    ["403 with retry-after", 403, { "retry-after": "120" }, {}, 120],
    ["429 with retry-after", 429, { "retry-after": "120" }, {}, 120],
    ["403 with retry-after, whatever else it says", 403, { "retry-after": "120", ...reset }, {}, 120],
    ["429 without any time", 429, {}, {}, 60],
    ["403 that says so in words", 403, {}, secondary, 60],
    ["503 with retry-after", 503, { "retry-after": "90" }, {}, 90],
  ])("%s opens everyone's circuit", async (_what, status, headers, body, seconds) => {
    github.fail({ path: "/pulls/7$", status, headers, body });
    expect(await caught(read())).toMatchObject({ name: "CircuitOpenError", seconds });
    const open = ["open", seconds * 1_000];
    expect(circuits()).toEqual({ "circuit#github#*": open, "circuit#github#5": open });
  });

  test("without remaining requests opens the installation's circuit only, until the reset", async () => {
    // 09:30; the clock is at 09:00.
    github.fail({ path: "/pulls/7$", status: 403, headers: reset });
    expect(await caught(read())).toMatchObject({ name: "CircuitOpenError", seconds: 1_800 });
    expect(circuits()).toEqual({ "circuit#github#5": ["open", 1_800_000] });
  });

  test("ends all work of its function, its retries and further pages too", async () => {
    github.fail({ path: "/issues/7/comments", method: "POST", status: 403, headers: { "retry-after": "9" } });
    const by = client();
    await caught(write(by));
    const { length } = requests.sent;
    // Checking whether the comment took effect would be a request too.
    expect(await caught(createGitHubWriter(by).ownComments(aTarget(), ""))).toMatchObject({ seconds: 9 });
    expect(requests.sent).toHaveLength(length);
  });

  test("in the response to a token request counts for the App", async () => {
    github.fail({ path: "access_tokens", status: 429, headers: { "retry-after": "120" } });
    await caught(read());
    const open = ["open", 120_000];
    expect(circuits()).toEqual({ "circuit#github#*": open, "circuit#github#app": open });
  });
});

describe("a failing GitHub", () => {
  test("gets no calls after five errors, retries of one read among them", async () => {
    github.fail({ path: "/pulls/7$", status: 502, times: 20 });
    const by = client();
    expect(await caught(read(by))).toMatchObject({ name: "RetryableError", code: "github_failed" });
    expect(await caught(read(by))).toMatchObject({ name: "CircuitOpenError", seconds: 30 });
    expect(sentTo(/\/pulls\/7$/)).toHaveLength(5);
    expect(await caught(read())).toMatchObject({ name: "CircuitOpenError" });
    expect(sentTo(/\/pulls\/7$/)).toHaveLength(5);
  });

  test("gets one request as a probe after that time", async () => {
    github.fail({ path: "/pulls/7$", status: 502, times: 6 });
    const by = client();
    await caught(read(by));
    await caught(read(by));
    clock.advance(30_000);
    expect(await caught(read(by))).toMatchObject({ name: "CircuitOpenError", seconds: 60 });
    expect(sentTo(/\/pulls\/7$/)).toHaveLength(6);
    clock.advance(60_000);
    expect(await read()).toMatchObject({ base_branch: "main" });
    expect(circuits()).toMatchObject({ "circuit#github#5": ["closed", expect.any(Number)] });
  });

  test("that breaks connections counts in the same way", async () => {
    github.fail({ path: "/comments$", method: "POST", cutAfter: true, times: 5 });
    const by = client();
    for (let n = 0; n < 4; n += 1) {
      expect(await caught(write(by))).toMatchObject({ name: "RetryableError", code: "github_unreachable" });
    }
    expect(await caught(write(by))).toMatchObject({ name: "CircuitOpenError" });
  });

  test.each([401, 403, 404, 410, 422, 451])("keeps the circuit closed if it answers %d", async (status) => {
    github.fail({ path: "/comments$", method: "POST", status, times: 20 });
    const by = client();
    for (let n = 0; n < 12; n += 1) await caught(write(by));
    expect(circuits()).toEqual({});
    expect(sentTo(/\/comments$/)).toHaveLength(12);
  });
});

test("an error outside a request does not count", () => {
  expect(classifyGitHubError(new TypeError("a key that is none"), 0)).toEqual({ kind: "nothing" });
  expect(classifyGitHubError("text", 0)).toEqual({ kind: "nothing" });
});

test("a client without circuits sends every request", async () => {
  github.fail({ path: "/comments$", method: "POST", status: 429, headers: { "retry-after": "120" } });
  const plain = clientOf(github);
  expect(await caught(write(plain))).toMatchObject({ name: "RetryableError", code: "github_rate_limited" });
  expect(await write(plain)).toEqual(expect.any(Number));
});
