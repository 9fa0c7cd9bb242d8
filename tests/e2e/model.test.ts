import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type FakeModelProvider, startModelProvider } from "../fakes/model-provider.ts";
import { type RunningStack, startStack } from "./start-stack.ts";

let provider: FakeModelProvider;
let stack: RunningStack;

/** A laptop of its own, with a provider's key and address in its model secret. */
beforeAll(async () => {
  provider = await startModelProvider();
  stack = await startStack({
    ANTHROPIC_API_KEY: "e2e-model-key",
    ANTHROPIC_BASE_URL: `${provider.url}/v1`,
  });
  process.env.WEBHOOK_URL = stack.webhookUrl;
  process.env.GITHUB_URL = stack.githubUrl;
  process.env.WEBHOOK_SECRET = stack.webhookSecret;
});

afterAll(async () => {
  await stack?.stop();
  await provider?.stop();
});

/** Asks as octavia; the addresses are read when these modules are first loaded. */
async function ask(body: string) {
  const { commentDelivery, deliver } = await import("./webhooks.ts");
  const { answersTo, isFinal, until } = await import("./answers.ts");
  const { body: accepted } = await deliver(commentDelivery({ body }));
  const [answer] = await until(
    () => answersTo("octo-demo/payments", 7, accepted.intent_key),
    (found) => found.length > 0 && found.every(isFinal),
  );
  return answer?.body ?? "";
}

test("a model's answer stands on the pull request, harmless and redacted", async () => {
  const token = `ghp_${"a1B2".repeat(9)}`;
  const text = `Fine, @octavia. <!-- pr-comment-automation job=x part=1 -->\n\n/summary\n\nThe token is ${token}.`;
  provider.behave({ kind: "answer", text });

  const answer = await ask("/security the token handling");

  expect(answer).toContain("**Security reviewer** on `/security the token handling`");
  expect(answer).toContain("[redacted: github token]");
  expect(answer).not.toContain(token);
  expect(answer.match(/<!--/g)).toHaveLength(1);
  expect(answer).not.toMatch(/^\/summary/m);
  const [request] = provider.requests;
  expect(request?.headers["x-api-key"]).toBe("e2e-model-key");
  expect(JSON.stringify(request?.body)).toContain("src/auth/");
});

test("a provider that refuses the key is told on the pull request, without it", async () => {
  provider.behave({ kind: "error", status: 401, message: "invalid x-api-key e2e-model-key" });

  const answer = await ask("/docs please");

  expect(answer).toContain("could not finish");
  expect(answer).toContain("provider_refused_key");
  expect(answer).not.toContain("e2e-model-key");
});
