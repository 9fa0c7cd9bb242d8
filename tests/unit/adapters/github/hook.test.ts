import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createGitHubHook } from "../../../../adapters/github/hook.ts";
import { signatureOf } from "../../../fakes/webhooks/signed-event.ts";
import { startReceiver, startTestGitHub, type TestGitHub } from "../../local/github/support.ts";

let github: TestGitHub;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
  receiver = await startReceiver();
  github = await startTestGitHub({ webhookUrl: receiver.url });
});

afterEach(() => github.clearFaults());

afterAll(async () => {
  await github.stop();
  await receiver.stop();
});

const credentials = () => ({ app_id: github.appId, private_key: github.privateKey });

/** The signature of GitHub's next delivery. */
async function signatureOfNextDelivery() {
  await github.call("POST", "/repos/octo-demo/payments/issues/7/comments", { body: "hello" });
  await github.deliveries.idle();
  const last = receiver.received.at(-1);
  const { "content-type": type, "x-hub-signature-256": given } = last?.headers ?? {};
  return { type, given, body: last?.body ?? "" };
}

test("GitHub signs with the new secret from then on, and setting it again changes nothing", async () => {
  const hook = createGitHubHook(github.url);
  for (let times = 0; times < 2; times += 1) {
    await hook.setSecret(credentials(), "brand-new");
    const { given, body } = await signatureOfNextDelivery();
    expect(given).toBe(signatureOf(body, "brand-new"));
  }
});

test("payloads become JSON even if the hook sent forms before", async () => {
  await github.call("PATCH", "/app/hook/config", { content_type: "form" }, `Bearer ${github.jwt()}`);
  expect(await signatureOfNextDelivery()).toMatchObject({ type: "application/x-www-form-urlencoded" });
  await createGitHubHook(github.url).setSecret(credentials(), "brand-new");
  expect(await signatureOfNextDelivery()).toMatchObject({ type: "application/json" });
});

test("a failure of GitHub is retried", async () => {
  github.fail({ method: "PATCH", path: "/app/hook/config", status: 502, times: 1 });
  await createGitHubHook(github.url).setSecret(credentials(), "after-a-fault");
  const { given, body } = await signatureOfNextDelivery();
  expect(given).toBe(signatureOf(body, "after-a-fault"));
});

test("a key that is not the App's is refused, and its text is not in the error", async () => {
  const { privateKey } = await startAnother();
  const failure: unknown = await createGitHubHook(github.url)
    .setSecret({ app_id: github.appId, private_key: privateKey }, "never")
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: "RetryableError", code: "github_refused_key" });
  expect(String(failure)).not.toMatch(/PRIVATE KEY|never/);
});

test("a malformed key is an error of the App too", async () => {
  await expect(
    createGitHubHook(github.url).setSecret({ app_id: 1, private_key: "no key" }, "never"),
  ).rejects.toMatchObject({ code: "github_client_failed" });
});

async function startAnother() {
  const another = await startTestGitHub();
  await another.stop();
  return another;
}
