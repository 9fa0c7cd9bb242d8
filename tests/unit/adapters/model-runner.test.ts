import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { ModelSettings } from "../../../functions/adapters/model-requirements.ts";
import { createModelRunner } from "../../../functions/adapters/model-runner.ts";
import { type AutomationError, RetryableError } from "../../../functions/core/errors.ts";
import { type FakeModelProvider, startModelProvider } from "../../fakes/model-provider.ts";
import { employee, employeeTask, pullRequestContext } from "../core/employees/records.ts";

const key = "sk-ant-a-key-that-must-not-be-seen";
const secretBody = "the-body-that-must-not-be-seen";
const never = new AbortController().signal;

let provider: FakeModelProvider;
let started: FakeModelProvider[] = [];
let environment: NodeJS.ProcessEnv;

async function start(): Promise<FakeModelProvider> {
  const fake = await startModelProvider();
  started.push(fake);
  return fake;
}

beforeEach(async () => {
  provider = await start();
  environment = { ...process.env };
  process.env.AWS_ACCESS_KEY_ID = "AKIDEXAMPLE";
  process.env.AWS_SECRET_ACCESS_KEY = "secret-example";
  process.env.AWS_SESSION_TOKEN = "session-example";
  process.env.AWS_REGION = "eu-central-1";
});

afterEach(async () => {
  process.env = environment;
  await Promise.all(started.map((fake) => fake.stop()));
  started = [];
});

const settings = (): Required<Omit<ModelSettings, "bedrock_region">> => ({
  anthropic_api_key: key,
  anthropic_base_url: provider.url,
  openai_compatible_api_key: key,
  openai_compatible_base_url: `${provider.url}/v1`,
  bedrock_base_url: provider.url,
});

const models = [
  ["anthropic", "anthropic/claude-sonnet-4-5"],
  ["openai-compatible", "openai-compatible/org/local-model"],
  ["bedrock", "bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0"],
] as const;

function run(model: string, overrides: ModelSettings = settings(), signal: AbortSignal = never) {
  const runner = createModelRunner({ settings: async () => overrides });
  const context = pullRequestContext({ body: secretBody });
  return runner(employeeTask({ employee: employee({ model }), context }), signal);
}

async function failureOf(running: Promise<unknown>): Promise<AutomationError> {
  return running.then(
    () => Promise.reject(new Error("it did not fail")),
    (error: AutomationError) => error,
  );
}

describe.each(models)("%s", (name, model) => {
  test("answers, with the tokens used", async () => {
    provider.behave({ kind: "answer", text: "## Findings\n\nNone." });

    expect(await run(model)).toEqual({
      outcome: "answered",
      markdown: "## Findings\n\nNone.",
      usage: { input_tokens: 120, output_tokens: 34 },
    });
    expect(provider.requests).toHaveLength(1);
  });

  test("sends the frame, the instructions and the blocks, nothing that could be a tool", async () => {
    await run(model);

    const body = JSON.stringify(provider.requests[0]?.body);
    expect(body).toContain("Look for injection.");
    expect(body).toContain("BEGIN diff abcdefghijklmnopqrstuvwxyz-security");
    expect(body).toContain("END request abcdefghijklmnopqrstuvwxyz-security");
    expect(body).toContain(secretBody);
    expect(provider.requests[0]?.body).not.toHaveProperty("tools");
    expect(provider.requests[0]?.body).not.toHaveProperty("toolConfig");
  });

  test("an answer that was cut says so, before anything that the cut left open", async () => {
    provider.behave({ kind: "answer", text: "```js\nconst half", finish: "length" });

    const { markdown } = await run(model);
    expect(markdown).toMatch(
      /^> \[!NOTE\]\n> The answer was cut .* 1500 output tokens.*\n\n```js\nconst half$/,
    );
  });

  test("an answer that the provider's filter stopped is unavailable", async () => {
    provider.behave({ kind: "answer", text: "", finish: "content-filter" });
    expect(await run(model)).toMatchObject({
      outcome: "unavailable",
      markdown: expect.stringContaining("filter"),
    });
  });

  test("an empty answer is tried again, unless the budget was the reason", async () => {
    provider.behave({ kind: "answer", text: "" }, { kind: "answer", text: "", finish: "length" });
    expect(await failureOf(run(model))).toMatchObject({
      name: "RetryableError",
      code: "provider_empty_answer",
    });
    expect(await failureOf(run(model))).toMatchObject({
      name: "PermanentError",
      code: "model_budget_too_small",
    });
  });

  test.each([
    [400, "PermanentError", "provider_refused_request"],
    [401, "PermanentError", name === "bedrock" ? "provider_refused_credentials" : "provider_refused_key"],
    [403, "PermanentError", name === "bedrock" ? "provider_refused_credentials" : "provider_refused_key"],
    [404, "PermanentError", "model_unknown"],
    [413, "PermanentError", "provider_input_too_long"],
    [429, "RetryableError", "provider_throttled"],
    [500, "RetryableError", "provider_failed"],
    [503, "RetryableError", "provider_overloaded"],
    [529, "RetryableError", "provider_overloaded"],
  ])("status %i is a %s %s, asked once, with nothing to leak", async (status, errorName, code) => {
    provider.behave({ kind: "error", status, message: `echo of ${secretBody} and ${key}` });

    const error = await failureOf(run(model));

    expect(error).toMatchObject({ name: errorName, code });
    expect(error.cause).toMatchObject({ name: "ProviderFailure", status, request_id: "req_0123" });
    expect(provider.requests).toHaveLength(1);
    const logged = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error);
    expect(logged).not.toContain(secretBody);
    expect(logged).not.toContain(key);
    expect(logged).not.toContain("Look for injection");
  });

  test("passes on how long the provider asks to wait", async () => {
    provider.behave({ kind: "error", status: 429, headers: { "retry-after": "12" } });

    const error = await failureOf(run(model));
    expect(error.message).toContain("12 s");
    expect(error.cause).toMatchObject({ retry_after_seconds: 12 });
  });

  test("a connection that breaks or is refused, and a page that is no answer, can be tried again", async () => {
    provider.behave({ kind: "reset" }, { kind: "garbage" });
    expect(await failureOf(run(model))).toMatchObject({
      name: "RetryableError",
      code: "provider_unreachable",
    });
    expect(await failureOf(run(model))).toMatchObject({
      name: "RetryableError",
      code: "provider_malformed_answer",
    });

    const gone = settings();
    await provider.stop();
    const error = await failureOf(run(model, gone));
    expect(error).toMatchObject({ name: "RetryableError", code: "provider_unreachable" });
    expect(error.cause).toMatchObject({ network_code: "ECONNREFUSED" });
  });

  test("does not follow a redirect with the key", async () => {
    const elsewhere = await start();
    provider.behave({ kind: "redirect", location: `${elsewhere.url}/v1/messages` });

    expect(await failureOf(run(model))).toMatchObject({ code: "provider_unreachable" });
    expect(elsewhere.requests).toEqual([]);
  });

  test("stops when the signal fires: a timeout can be tried again", async () => {
    provider.behave({ kind: "hang" });
    const controller = new AbortController();
    const running = failureOf(run(model, settings(), controller.signal));
    await provider.hanging();
    controller.abort(new DOMException("The time is up", "TimeoutError"));

    expect(await running).toMatchObject({ name: "RetryableError", code: "provider_timeout" });
  });

  test("stops when the signal fires: the caller's own reason comes back", async () => {
    provider.behave({ kind: "hang" });
    const controller = new AbortController();
    const running = failureOf(run(model, settings(), controller.signal));
    await provider.hanging();
    const reason = new RetryableError("lease_lost", "Another attempt runs");
    controller.abort(reason);

    expect(await running).toBe(reason);
  });
});

describe("protocols", () => {
  test("Anthropic: key, version, model and bound", async () => {
    await run("anthropic/claude-sonnet-4-5");

    expect(provider.requests[0]).toMatchObject({
      path: "/v1/messages",
      headers: { "x-api-key": key, "anthropic-version": "2023-06-01" },
      body: { model: "claude-sonnet-4-5", max_tokens: 1500 },
    });
  });

  test("OpenAI-compatible: bearer key, model with a slash, bound", async () => {
    await run("openai-compatible/org/local-model");

    expect(provider.requests[0]).toMatchObject({
      path: "/v1/chat/completions",
      headers: { authorization: `Bearer ${key}` },
      body: { model: "org/local-model", max_tokens: 1500 },
    });
  });

  test("Bedrock: signed with the function's credentials for the region, bound", async () => {
    await run("bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0");

    const request = provider.requests[0];
    expect(request?.path).toBe("/model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse");
    expect(request?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/bedrock\/aws4_request, SignedHeaders=/,
    );
    expect(request?.headers).toMatchObject({
      "x-amz-date": expect.stringMatching(/^\d{8}T\d{6}Z$/),
      "x-amz-security-token": "session-example",
    });
    expect(request?.body).toMatchObject({ inferenceConfig: { maxTokens: 1500 } });
  });
});

describe("what is not set up", () => {
  test.each([
    ["anthropic/claude-sonnet-4-5", { openai_compatible_api_key: key }, "anthropic_api_key"],
    ["anthropic/claude-sonnet-4-5", { anthropic_api_key: "  " }, "anthropic_api_key"],
    ["openai-compatible/m", { openai_compatible_api_key: key }, "openai_compatible_base_url"],
  ])("%s names the missing setting, shows no value, sends nothing", async (model, given, missing) => {
    const result = await run(model, given);

    expect(result).toMatchObject({ outcome: "unavailable", usage: null });
    expect(result.markdown).toContain(`the key \`${missing}\``);
    expect(result.markdown).toContain(`the environment variable \`${missing.toUpperCase()}\``);
    expect(result.markdown).not.toContain(key);
    expect(provider.requests).toEqual([]);
  });

  test("an OpenAI-compatible server may need no key; one that does names the setting", async () => {
    const { openai_compatible_api_key: _key, ...keyless } = settings();
    expect(await run("openai-compatible/m", keyless)).toMatchObject({ outcome: "answered" });
    expect(provider.requests[0]?.headers).not.toHaveProperty("authorization");

    provider.behave({ kind: "error", status: 401 });
    const result = await run("openai-compatible/m", keyless);
    expect(result.outcome).toBe("unavailable");
    expect(result.markdown).toContain("openai_compatible_api_key");
  });

  test("Bedrock without credentials says what the role needs", async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    const error = await failureOf(run("bedrock/some-model"));

    expect(error).toMatchObject({ name: "PermanentError", code: "provider_refused_credentials" });
    expect(error.message).toContain("bedrock:InvokeModel");
    expect(provider.requests).toEqual([]);
  });

  test("a base URL that is none", async () => {
    const broken = { ...settings(), anthropic_base_url: "not a url" };
    expect(await failureOf(run("anthropic/claude-sonnet-4-5", broken))).toMatchObject({
      name: "PermanentError",
      code: "provider_url_invalid",
    });
  });

  test.each([["gpt"], ["unknown/model"], ["anthropic/"], ["/x"]])(
    "a model named %s is malformed",
    async (model) => {
      expect(await failureOf(run(model))).toMatchObject({ name: "PermanentError", code: "model_malformed" });
    },
  );

  test.each([
    ["Your credit balance is too low to access the API", "provider_credit_exhausted"],
    ["prompt is too long: 210000 tokens > 200000 maximum", "provider_input_too_long"],
    ["The provided model identifier is invalid.", "model_unknown"],
  ])("status 400, %s: %s", async (message, code) => {
    provider.behave({ kind: "error", status: 400, message });
    expect(await failureOf(run("anthropic/claude-sonnet-4-5"))).toMatchObject({
      name: "PermanentError",
      code,
    });
  });
});
