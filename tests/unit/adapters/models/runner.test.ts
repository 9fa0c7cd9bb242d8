import { inspect } from "node:util";
import { describe, expect, test } from "@jest/globals";
import { RetryableError } from "../../../../core/errors.ts";
import { failureOf, key, models, secretBody, setUpModelRuns } from "./runs.ts";

const { start, settings, run, provider } = setUpModelRuns();

describe.each(models)("%s", (name, model) => {
  test("answers, with the tokens used", async () => {
    provider().behave({ kind: "answer", text: "## Findings\n\nNone." });

    expect(await run(model)).toEqual({
      outcome: "answered",
      markdown: "## Findings\n\nNone.",
      coverage: { files_reviewed: 1, files_total: 1 },
      usage: { input_tokens: 120, output_tokens: 34, model },
    });
    expect(provider().requests).toHaveLength(1);
  });

  test("sends the frame, the instructions and the blocks, and no tools", async () => {
    await run(model);

    const body = JSON.stringify(provider().requests[0]?.body);
    expect(body).toContain("Look for injection.");
    expect(body).toContain("BEGIN diff abcdefghijklmnopqrstuvwxyz-security");
    expect(body).toContain("END request abcdefghijklmnopqrstuvwxyz-security");
    expect(body).toContain(secretBody);
    expect(provider().requests[0]?.body).not.toHaveProperty("tools");
    expect(provider().requests[0]?.body).not.toHaveProperty("toolConfig");
  });

  test("marks a truncated answer as such, before any markup that the cut left open", async () => {
    provider().behave({ kind: "answer", text: "```js\nconst half", finish: "length" });

    const { markdown } = await run(model);
    expect(markdown).toMatch(
      /^> \[!NOTE\]\n> The answer was cut .* 1500 output tokens.*\n\n```js\nconst half$/,
    );
  });

  test("an answer that the provider's filter stopped is unavailable", async () => {
    provider().behave({ kind: "answer", text: "", finish: "content-filter" });
    expect(await run(model)).toMatchObject({
      outcome: "unavailable",
      markdown: expect.stringContaining("filter"),
    });
  });

  test("an empty answer is retried, unless the token limit was the reason", async () => {
    provider().behave({ kind: "answer", text: "" }, { kind: "answer", text: "", finish: "length" });
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
    [409, "RetryableError", "provider_failed"],
    [429, "RetryableError", "provider_throttled"],
    [500, "RetryableError", "provider_failed"],
    [503, "RetryableError", "provider_overloaded"],
    [529, "RetryableError", "provider_overloaded"],
  ])("status %i is a %s %s, sent once, and leaks nothing", async (status, errorName, code) => {
    provider().behave({ kind: "error", status, message: `echo of ${secretBody} and ${key}` });

    const error = await failureOf(run(model));

    expect(error).toMatchObject({ name: errorName, code });
    expect(error.cause).toMatchObject({ name: "ProviderFailure", status, request_id: "req_0123" });
    expect(provider().requests).toHaveLength(1);
    const logged = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error);
    expect(logged).not.toContain(secretBody);
    expect(logged).not.toContain(key);
    expect(logged).not.toContain("Look for injection");
  });

  test("passes on the provider's retry-after", async () => {
    provider().behave({ kind: "error", status: 429, headers: { "retry-after": "12" } });

    const error = await failureOf(run(model));
    expect(error.message).toContain("12 s");
    expect(error.cause).toMatchObject({ retry_after_seconds: 12 });
  });

  test("a broken or refused connection, and an invalid page, can be retried", async () => {
    provider().behave({ kind: "reset" }, { kind: "garbage" });
    expect(await failureOf(run(model))).toMatchObject({
      name: "RetryableError",
      code: "provider_unreachable",
    });
    expect(await failureOf(run(model))).toMatchObject({
      name: "RetryableError",
      code: "provider_malformed_answer",
    });

    const gone = settings();
    await provider().stop();
    const error = await failureOf(run(model, gone));
    expect(error).toMatchObject({ name: "RetryableError", code: "provider_unreachable" });
    expect(error.cause).toMatchObject({ network_code: "ECONNREFUSED" });
  });

  test("does not follow a redirect with the key", async () => {
    const elsewhere = await start();
    provider().behave({ kind: "redirect", location: `${elsewhere.url}/v1/messages` });

    expect(await failureOf(run(model))).toMatchObject({ code: "provider_unreachable" });
    expect(elsewhere.requests).toEqual([]);
  });

  test("stops when the signal fires: a timeout can be retried", async () => {
    provider().behave({ kind: "hang" });
    const controller = new AbortController();
    const running = failureOf(run(model, settings(), controller.signal));
    await provider().hanging();
    controller.abort(new DOMException("The time is up", "TimeoutError"));

    expect(await running).toMatchObject({ name: "RetryableError", code: "provider_timeout" });
  });

  test("stops when the signal fires: the caller's own reason is thrown", async () => {
    provider().behave({ kind: "hang" });
    const controller = new AbortController();
    const running = failureOf(run(model, settings(), controller.signal));
    await provider().hanging();
    const reason = new RetryableError("lease_lost", "Another attempt runs");
    controller.abort(reason);

    expect(await running).toBe(reason);
  });
});
