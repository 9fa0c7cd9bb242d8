import { generateKeyPairSync } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { createGitHubClient } from "../../../../adapters/github/client.ts";
import { createGitHubRepository } from "../../../../adapters/github/repository.ts";
import { createGitHubWriter } from "../../../../adapters/github/writer.ts";
import { AutomationError } from "../../../../core/errors.ts";
import type { GitHub } from "../../../../local/github/start-github.ts";
import {
  clientOf,
  readPermissions,
  recordRequests,
  startSimulatedGitHub,
  writePermissions,
} from "../../../fakes/github.ts";
import { aTarget } from "../../../fakes/records/pull-request.ts";

let github: GitHub;
let requests: ReturnType<typeof recordRequests>;

beforeAll(async () => {
  github = await startSimulatedGitHub();
});

beforeEach(() => {
  requests = recordRequests();
});

afterEach(() => {
  requests.stop();
  github.clearFaults();
});

afterAll(() => github.stop());

const sentTo = (path: RegExp) => requests.sent.filter((request) => path.test(request.path));
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe("the installation's token", () => {
  test("is restricted to the repository and the required permissions", async () => {
    await createGitHubRepository(clientOf(github, readPermissions)).permissionOf(aTarget(), "wendy");
    const [asked, ...more] = sentTo(/access_tokens$/);
    expect(asked?.path).toBe("/app/installations/5/access_tokens");
    expect(asked?.body).toEqual({ repository_ids: [77], permissions: readPermissions });
    expect(more).toEqual([]);
  });

  test("is requested once for many calls, and once more for another repository", async () => {
    const reader = createGitHubRepository(clientOf(github));
    await reader.permissionOf(aTarget(), "wendy");
    await reader.permissionOf(aTarget(), "rita");
    expect(sentTo(/access_tokens$/)).toHaveLength(1);
    const { id: repo_id } = github.store.repository("octo-demo", "ledger");
    await reader.permissionOf(aTarget({ repo: "octo-demo/ledger", repo_id }), "wendy");
    const bodies = sentTo(/access_tokens$/).map(({ body }) => body);
    expect(bodies).toMatchObject([{ repository_ids: [77] }, { repository_ids: [repo_id] }]);
  });

  test("of a function that only reads cannot write", async () => {
    const writer = createGitHubWriter(clientOf(github, readPermissions));
    const error = await caught(writer.createComment(aTarget(), "should not appear"));
    expect(error).toMatchObject({ name: "PermanentError", code: "github_refused" });
  });

  test("is requested once if the webhook names no installation", async () => {
    const reader = createGitHubRepository(clientOf(github));
    const target = aTarget({ installation_id: null });
    expect(await reader.permissionOf(target, "wendy")).toBe("write");
    expect(await reader.permissionOf(target, "rita")).toBe("read");
    expect(sentTo(/^\/repositories\/77\/installation$/)).toHaveLength(1);
    expect(sentTo(/access_tokens$/)[0]?.path).not.toContain("null");
  });

  test("fails permanently for an App that is no longer installed", async () => {
    github.fail({ path: "access_tokens", status: 404, body: { message: "Not Found" } });
    const error = await caught(createGitHubRepository(clientOf(github)).permissionOf(aTarget(), "wendy"));
    expect(error).toMatchObject({ name: "PermanentError", code: "github_not_found" });
  });

  test("fails with a RetryableError for a key that GitHub does not know", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const error = await caught(askWith(String(privateKey.export({ type: "pkcs8", format: "pem" }))));
    expect(error).toMatchObject({ name: "RetryableError", code: "github_refused_key" });
  });

  test("fails for a malformed key, without the secret's text in the error", async () => {
    const error = await caught(askWith("-----BEGIN very private"));
    expect(error).toBeInstanceOf(AutomationError);
    expect(error).toMatchObject({ name: "RetryableError", code: "github_client_failed" });
    expect(String(error)).not.toContain("very private");
  });

  test("is not blamed for our own errors, which are thrown unchanged", async () => {
    const mistake = new TypeError("Cannot read properties of null");
    const fail = async () => {
      throw mistake;
    };
    const client = clientOf(github);
    expect(await caught(client.call(aTarget(), fail))).toBe(mistake);
    expect(await caught(client.callAsApp(fail))).toBe(mistake);
  });

  function askWith(private_key: string): Promise<unknown> {
    const credentials = async () => ({ app_id: github.appId, private_key });
    const options = { apiUrl: github.url, credentials, permissions: writePermissions };
    return createGitHubRepository(createGitHubClient(options)).permissionOf(aTarget(), "wendy");
  }
});

describe("GitHub's responses", () => {
  const read = () => createGitHubRepository(clientOf(github)).pullRequest(aTarget());
  const write = () => createGitHubWriter(clientOf(github)).createComment(aTarget(), "a secret answer");
  const limits = { "retry-after": "120" };
  const empty = { "x-ratelimit-remaining": "0" };

  test.each([
    [403, limits, "RetryableError", "github_rate_limited"],
    [429, limits, "RetryableError", "github_rate_limited"],
    [403, empty, "RetryableError", "github_rate_limited"],
    [429, {}, "RetryableError", "github_rate_limited"],
    [403, {}, "UnclearError", "github_refused"],
    [401, {}, "RetryableError", "github_refused_key"],
    [404, {}, "PermanentError", "github_not_found"],
    [422, {}, "UnclearError", "github_rejected"],
    [400, {}, "PermanentError", "github_rejected"],
    [500, {}, "RetryableError", "github_failed"],
    [503, {}, "RetryableError", "github_failed"],
  ])("%s with %j to a write is a %s %s, tried once", async (status, headers, name, code) => {
    const body = { message: "quoting a secret answer" };
    github.fail({ method: "POST", path: "/comments$", status, headers, body, times: 3 });
    const error = await caught(write());
    expect(error).toMatchObject({ name, code });
    expect(String(error)).not.toContain("secret answer");
    expect(sentTo(/\/comments$/)).toHaveLength(1);
  });

  test("a read is retried after a failure of GitHub", async () => {
    github.fail({ path: "/pulls/7$", status: 502 });
    expect((await read()).base_branch).toBe("main");
    expect(sentTo(/\/pulls\/7$/)).toHaveLength(2);
  });

  test.each([
    [403, limits],
    [401, {}],
    [404, {}],
    [429, limits],
  ])("a read that got %s with %j is not retried at once", async (status, headers) => {
    github.fail({ path: "/pulls/7$", status, headers, times: 3 });
    await caught(read());
    expect(sentTo(/\/pulls\/7$/)).toHaveLength(1);
  });

  test("a broken connection throws a RetryableError", async () => {
    github.fail({ method: "POST", path: "/comments$", cutAfter: true });
    const error = await caught(write());
    expect(error).toMatchObject({ name: "RetryableError", code: "github_unreachable" });
    expect(sentTo(/\/comments$/)).toHaveLength(1);
  });

  test.each([
    ["a proxy's page", "text/html", "<h1>Welcome</h1>"],
    ["an answer that was cut off", "application/json; charset=utf-8", '{"title": "Half a'],
    ["an answer that was cut off at once", "application/json", ""],
  ])("%s throws a RetryableError", async (_what, type, body) => {
    const fault = { path: "/pulls/7$", status: 200, headers: { "content-type": type }, body };
    github.fail(fault);
    expect(await caught(read())).toMatchObject({ name: "RetryableError", code: "github_unreadable" });
    github.fail({ ...fault, method: "POST", path: "/comments$" });
    expect(await caught(write())).toMatchObject({ name: "RetryableError", code: "github_unreadable" });
  });

  test("an unreachable GitHub throws a RetryableError", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const private_key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const credentials = async () => ({ app_id: 1, private_key });
    const nowhere = createGitHubClient({ apiUrl: "http://127.0.0.1:9", credentials, permissions: {} });
    const error = await caught(createGitHubRepository(nowhere).pullRequest(aTarget()));
    expect(error).toMatchObject({ name: "RetryableError", code: "github_unreachable" });
  });
});
