import { describe, expect, test } from "@jest/globals";

import { failureOf, key, setUpModelRuns } from "./runs.ts";

const { settings, run, provider } = setUpModelRuns();

test("an employee's max_dollars lowers the tokens that a model may use", async () => {
  const tokens = { max_input_tokens: 20_000, max_output_tokens: 1_500 };
  const [anthropic, compatible] = ["anthropic/claude-sonnet-4-5", "openai-compatible/org/local-model"];
  const asked = async (model: string, max_dollars: number | null) => {
    await run(model, undefined, undefined, { budget: { ...tokens, max_dollars } });
    return provider().requests.at(-1)?.body;
  };
  expect(await asked(anthropic, null)).toMatchObject({ max_tokens: 1_500 });
  expect(await asked(anthropic, 0.0225)).toMatchObject({ max_tokens: 1_500 });
  expect(await asked(anthropic, 0.015)).toMatchObject({ max_tokens: 1_000 });
  // A model without a price cannot be limited.
  expect(await asked(compatible, 0.015)).toMatchObject({ max_tokens: 1_500 });
});

describe("protocols", () => {
  test("Anthropic: key, version, model and token limit", async () => {
    await run("anthropic/claude-sonnet-4-5");

    expect(provider().requests[0]).toMatchObject({
      path: "/v1/messages",
      headers: { "x-api-key": key, "anthropic-version": "2023-06-01" },
      body: { model: "claude-sonnet-4-5", max_tokens: 1500 },
    });
  });

  test("OpenAI-compatible: bearer key, model with a slash, token limit", async () => {
    await run("openai-compatible/org/local-model");

    expect(provider().requests[0]).toMatchObject({
      path: "/v1/chat/completions",
      headers: { authorization: `Bearer ${key}` },
      body: { model: "org/local-model", max_tokens: 1500 },
    });
  });

  test("Bedrock: signed with the function's credentials for the region, token limit", async () => {
    await run("bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0");

    const request = provider().requests[0];
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

describe("missing settings", () => {
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
    expect(provider().requests).toEqual([]);
  });

  test("an OpenAI-compatible server may need no key; one that does names the setting", async () => {
    const { openai_compatible_api_key: _key, ...keyless } = settings();
    expect(await run("openai-compatible/m", keyless)).toMatchObject({ outcome: "answered" });
    expect(provider().requests[0]?.headers).not.toHaveProperty("authorization");

    provider().behave({ kind: "error", status: 401 });
    const result = await run("openai-compatible/m", keyless);
    expect(result.outcome).toBe("unavailable");
    expect(result.markdown).toContain("openai_compatible_api_key");
  });

  test("Bedrock without credentials names what the role needs", async () => {
    delete process.env.AWS_ACCESS_KEY_ID;
    const error = await failureOf(run("bedrock/some-model"));

    expect(error).toMatchObject({ name: "PermanentError", code: "provider_refused_credentials" });
    expect(error.message).toContain("bedrock:InvokeModel");
    expect(provider().requests).toEqual([]);
  });

  test("an invalid base URL is refused", async () => {
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
    provider().behave({ kind: "error", status: 400, message });
    expect(await failureOf(run("anthropic/claude-sonnet-4-5"))).toMatchObject({
      name: "PermanentError",
      code,
    });
  });
});
