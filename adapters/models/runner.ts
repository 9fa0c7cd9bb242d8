import { type Prices, priceOf } from "../../core/budgets/prices.ts";
import { affordableBudget } from "../../core/budgets/run-limit.ts";
import { buildPrompt } from "../../core/employees/prompt.ts";
import type { EmployeeResult, EmployeeTask, Runner } from "../../core/employees/runner.ts";
import { PermanentError, RetryableError } from "../../core/errors.ts";
import { prices as ownPrices } from "../../core/generated/prices.ts";
import { cutAnswerNote, declinedAnswer, missingSettingAnswer } from "./answers.ts";
import type { ModelCircuits } from "./circuits.ts";
import { toModelError } from "./errors.ts";
import { createModelNames, type ModelName } from "./name.ts";
import { type Fetch, openModel } from "./provider.ts";
import { type ModelSettings, missingSetting } from "./requirements.ts";

export interface ModelRunnerDeps {
  /** Called at every run, so a rotated key needs no deployment. The reader caches. */
  settings: () => Promise<ModelSettings>;
  circuits: Pick<ModelCircuits, "run">;
  /** Selects the models for the aliases of the roster. */
  stage: string;
  fetch?: Fetch;
  /** By default those of `workflows/prices.yml`. */
  prices?: Prices;
}

/**
 * Runs employees on a language model: one request without tools or retries (the workflow retries), aborted by the
 * signal. Lowers the employee's token limits until all of them cost no more than its `max_dollars`. Returns an
 * `unavailable` result that names the setting if one is missing. Throws CircuitOpenError while calls to the provider are
 * blocked, and what `toModelError` returns.
 */
export function createModelRunner(deps: ModelRunnerDeps): Runner {
  const { settings, circuits, stage, fetch = globalThis.fetch, prices = ownPrices } = deps;
  const read = createModelNames(stage);
  return async (task, signal) => {
    const { title, model } = task.employee;
    const name = read(model);
    const current = await settings();
    const missing = missingSetting(name.provider, current);
    if (missing) return unavailable(missingSettingAnswer(title, `${name.provider}/${name.id}`, missing));
    try {
      return await circuits.run(name.provider, () =>
        ask(task, name, { settings: current, fetch, prices }, signal).catch((error: unknown) => {
          throw toModelError(error, name, signal);
        }),
      );
    } catch (error) {
      const keyless = name.provider === "openai-compatible" && !current.openai_compatible_api_key;
      if (!keyless || !(error instanceof PermanentError) || error.code !== "provider_refused_key")
        throw error;
      return unavailable(
        missingSettingAnswer(title, `${name.provider}/${name.id}`, "openai_compatible_api_key"),
      );
    }
  };
}

async function ask(
  task: EmployeeTask,
  name: ModelName,
  { settings, fetch, prices }: { settings: ModelSettings; fetch: Fetch; prices: Prices },
  signal: AbortSignal,
): Promise<EmployeeResult> {
  const { title } = task.employee;
  const full = `${name.provider}/${name.id}`;
  const budget = affordableBudget(task.employee.budget, priceOf(full, prices));
  const { system, user, coverage } = buildPrompt({ ...task, employee: { ...task.employee, budget } });
  const [{ generateText }, model] = await Promise.all([import("ai"), openModel(name, settings, fetch)]);
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const { text, finishReason, usage } = await generateText({
    model,
    system,
    prompt: user,
    maxOutputTokens: budget.max_output_tokens,
    maxRetries: 0,
    abortSignal: signal,
  });
  const used = {
    ...{ input_tokens: usage.inputTokens ?? 0, output_tokens: usage.outputTokens ?? 0 },
    model: full,
  };
  if (finishReason === "content-filter") {
    return { ...unavailable(declinedAnswer(title, full)), usage: used };
  }
  if (text.trim() === "") throw emptyAnswer(finishReason, name);
  // The note comes first: at the end it could land inside a code block that the cut left open.
  const note = finishReason === "length" ? `${cutAnswerNote(budget.max_output_tokens)}\n\n` : "";
  return { outcome: "answered", markdown: note + text.trim(), coverage, usage: used };
}

function emptyAnswer(finishReason: string, { provider, id }: ModelName): Error {
  return finishReason === "length"
    ? new PermanentError(
        "model_budget_too_small",
        `${id} used its whole output budget before it wrote any text`,
      )
    : new RetryableError(
        "provider_empty_answer",
        `${provider} returned an answer without text (${finishReason})`,
      );
}

const unavailable = (markdown: string): EmployeeResult => ({ outcome: "unavailable", markdown, usage: null });
