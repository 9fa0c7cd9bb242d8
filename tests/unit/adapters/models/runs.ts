import { afterEach, beforeEach } from "@jest/globals";
import type { ModelSettings } from "../../../../adapters/models/requirements.ts";
import { createModelRunner } from "../../../../adapters/models/runner.ts";
import type { Prices } from "../../../../core/budgets/prices.ts";
import type { AutomationError } from "../../../../core/errors.ts";
import type { Employee } from "../../../../core/roster/employee.ts";
import { noCircuits } from "../../../fakes/circuits.ts";
import { type FakeModelProvider, startModelProvider } from "../../../fakes/model-provider.ts";
import { employee, employeeTask, pullRequestContext } from "../../core/employees/records.ts";

export const key = "sk-ant-a-key-that-must-not-be-seen";
export const secretBody = "the-body-that-must-not-be-seen";
const never = new AbortController().signal;

/** A model of each provider. */
export const models = [
  ["anthropic", "anthropic/claude-sonnet-4-5"],
  ["openai-compatible", "openai-compatible/org/local-model"],
  ["bedrock", "bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0"],
] as const;

/** All 20,000 and 1,500 tokens of the employee cost $0.0225 with the first model. */
const prices: Prices = {
  as_of: "2026-11-28",
  source: "https://prices.example",
  models: { "anthropic/claude-sonnet-4-5": { input: 0.75, output: 5, long_prompt: null } },
};

/** Gives each test of a file its own provider, and the credentials that sign Bedrock's calls. */
export function setUpModelRuns() {
  let started: FakeModelProvider[] = [];
  let environment: NodeJS.ProcessEnv;
  let provider: FakeModelProvider;

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

  function run(
    model: string,
    overrides: ModelSettings = settings(),
    signal: AbortSignal = never,
    change: Pick<Partial<Employee>, "budget"> = {},
  ) {
    const runner = createModelRunner({
      settings: async () => overrides,
      circuits: noCircuits,
      stage: "test",
      prices,
    });
    const context = pullRequestContext({ body: secretBody });
    return runner(employeeTask({ employee: employee({ model, ...change }), context }), signal);
  }

  return { start, settings, run, provider: () => provider };
}

export async function failureOf(running: Promise<unknown>): Promise<AutomationError> {
  return running.then(
    () => Promise.reject(new Error("it did not fail")),
    (error: AutomationError) => error,
  );
}
