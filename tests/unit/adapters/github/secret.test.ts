import { PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { createGitHubSecret } from "../../../../adapters/github/secret.ts";
import { createSecretReader } from "../../../../adapters/secrets/secret-reader.ts";
import { createTestClock, type TestClock } from "../../../fakes/clock.ts";
import { type EmbeddedAws, startEmbeddedAws } from "../../../fakes/embedded-aws.ts";

let embedded: EmbeddedAws;
let client: SecretsManagerClient;
let clock: TestClock;

const secret = (webhook_secret: string) => JSON.stringify({ webhook_secret, app_id: 42, private_key: "PEM" });

beforeAll(async () => {
  embedded = await startEmbeddedAws({ secretValues: { GitHubSecret: secret("first") } });
  client = new SecretsManagerClient({});
});

beforeEach(() => {
  clock = createTestClock();
});

afterAll(async () => {
  client.destroy();
  await embedded.stop();
});

const put = (SecretString: string) =>
  client.send(new PutSecretValueCommand({ SecretId: embedded.ref("GitHubSecret"), SecretString }));

/** Counts the calls to Secrets Manager. */
function counting() {
  const counted = { calls: 0 };
  const send = (command: never) => {
    counted.calls += 1;
    return client.send(command);
  };
  const id = embedded.ref("GitHubSecret");
  const reader = createSecretReader(id, clock, Object.create(client, { send: { value: send } }));
  return { counted, secrets: createGitHubSecret(id, reader) };
}

test("a secret that was never rotated has one version", async () => {
  const { secrets } = counting();
  expect(await secrets.read()).toEqual(["first"]);
  expect(await secrets.credentials()).toEqual({ app_id: 42, private_key: "PEM" });
});

test("case 17: after a rotation both versions are valid, the current one first; then the oldest is refused", async () => {
  await put(secret("second"));
  expect(await counting().secrets.read()).toEqual(["second"]);
  expect(await counting().secrets.refresh()).toEqual(["second", "first"]);
  await put(secret("third"));
  expect(await counting().secrets.refresh()).toEqual(["third", "second"]);
});

test("the current version is read with one call and cached for two minutes", async () => {
  const { counted, secrets } = counting();
  await secrets.read();
  const perRead = counted.calls;
  expect(perRead).toBe(1);
  clock.advance(119_999);
  await secrets.read();
  await secrets.credentials();
  expect(counted.calls).toBe(perRead);
  clock.advance(1);
  await secrets.read();
  expect(counted.calls).toBe(2 * perRead);
});

test("simultaneous requests share one read", async () => {
  const { counted, secrets } = counting();
  await Promise.all(Array.from({ length: 20 }, () => secrets.read()));
  expect(counted.calls).toBe(1);
  await Promise.all(Array.from({ length: 20 }, () => secrets.refresh()));
  expect(counted.calls).toBe(4);
});

test("case 17: a flood of bad signatures refreshes once a minute at most", async () => {
  const { counted, secrets } = counting();
  await secrets.refresh();
  clock.advance(60_000);
  const answers = await Promise.all(Array.from({ length: 50 }, () => secrets.refresh()));
  // Simultaneous requests share one read.
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).not.toBeNull();
  expect(counted.calls).toBe(6);
  clock.advance(59_999);
  expect(await secrets.refresh()).toBeNull();
});

test("a refresh right after a refresh is refused: the secret cannot be newer yet", async () => {
  const { secrets } = counting();
  await secrets.refresh();
  expect(await secrets.refresh()).toBeNull();
});

test("a refresh finds a rotation that the cache does not have", async () => {
  const { secrets } = counting();
  const before = await secrets.read();
  await put(secret("fourth"));
  clock.advance(61_000);
  expect(await secrets.read()).toEqual(before);
  expect((await secrets.refresh())?.[0]).toBe("fourth");
  expect((await secrets.read())[0]).toBe("fourth");
});

test("a failed read is cached for a second at most", async () => {
  let broken = true;
  const send = (command: never) => (broken ? Promise.reject(new Error("throttled")) : client.send(command));
  const id = embedded.ref("GitHubSecret");
  const reader = createSecretReader(id, clock, Object.create(client, { send: { value: send } }));
  await expect(reader.read()).rejects.toMatchObject({ name: "RetryableError", code: "secrets_unavailable" });
  broken = false;
  clock.advance(1_000);
  expect((await reader.read()).current).toContain("fourth");
});

test("a missing secret throws a RetryableError", async () => {
  const error: unknown = await createGitHubSecret("no-such-secret")
    .read()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "RetryableError", code: "secrets_unavailable" });
});

test.each([
  ["invalid JSON", "gho_verysecret"],
  ["an empty text", ""],
  ["a list", '["gho_verysecret"]'],
  ["nothing", "null"],
  ["no webhook_secret", '{"app_id":1,"private_key":"gho_verysecret"}'],
])("a secret of %s is refused to the webhook without quoting it", async (_what, current) => {
  const error: unknown = await secretOf(current)
    .read()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: "PermanentError", code: "secret_malformed" });
  expect(describeAll(error)).not.toContain("verysecret");
});

test.each([
  ["no app_id", '{"webhook_secret":"gho_verysecret","private_key":"x"}'],
  ["no private_key", '{"webhook_secret":"gho_verysecret","app_id":1}'],
  ["an empty key", '{"webhook_secret":"gho_verysecret","app_id":1,"private_key":""}'],
])(
  "a secret of %s delays GitHub calls until it is complete, without being quoted",
  async (_what, current) => {
    const error: unknown = await secretOf(current)
      .credentials()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "RetryableError", code: "secret_incomplete" });
    expect(describeAll(error)).not.toContain("verysecret");
  },
);

function secretOf(current: string) {
  const reader = {
    read: async () => ({ current, previous: null, pending: null }),
    refresh: async () => null,
  };
  return createGitHubSecret("any", reader);
}

test("the webhook check does not need the App's key, which a new deployment's secret lacks", async () => {
  const current = JSON.stringify({ webhook_secret: "generated", app_id: 0, private_key: "" });
  const reader = {
    read: async () => ({ current, previous: null, pending: null }),
    refresh: async () => null,
  };
  expect(await createGitHubSecret("any", reader).read()).toEqual(["generated"]);
});

test.each([
  ["was made by the deployment", JSON.stringify({ webhook_secret: "generated", app_id: 0, private_key: "" })],
  ["isn't valid JSON", "oops"],
])("a previous version that %s does not affect a valid one", async (_what, previous) => {
  const reader = {
    read: async () => ({ current: secret("good"), previous, pending: null }),
    refresh: async () => null,
  };
  expect((await createGitHubSecret("any", reader).read())[0]).toBe("good");
});

/** Everything of an error that a log could contain. */
function describeAll(error: unknown): string {
  const { stack, cause, message } = error as Error;
  return `${message} ${stack} ${String(cause)} ${JSON.stringify(error)}`;
}
