import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { AwsOptions, LaptopFunction } from "../../../../local/aws/start-aws.ts";
import { type Laptop, startLaptop } from "./laptop.ts";

/** Describes a function of the laptop; `source` is its ES module. Default: the module that all tests share. */
export type TestFunction = Partial<LaptopFunction> & { key: string; source?: string };

export interface Invocation<Payload> {
  error: string | undefined;
  payload: Payload;
}

/** The result of the shared function. */
export interface Work {
  event: unknown;
  pid: number;
  environment: Record<string, string>;
  context: { remaining: number };
}

export interface Failure {
  errorType: string;
  errorMessage: string;
}

export interface Invocations {
  laptop: Laptop;
  client: LambdaClient;
  /** The caller names the expected type of the JSON result and asserts it. */
  invoke<Payload = unknown>(key: string, event: unknown, signal?: AbortSignal): Promise<Invocation<Payload>>;
  stop(): Promise<void>;
}

/** Starts a laptop with these functions. */
export async function startFunctions(
  functions: TestFunction[],
  resources: AwsOptions["resources"] = {},
): Promise<Invocations> {
  const bundles = mkdtempSync(join(tmpdir(), "laptop-bundles-"));
  const laptop = await startLaptop({
    resources,
    functions: functions.map(({ source, ...definition }) => {
      if (source === undefined) return definition;
      const file = join(bundles, `${definition.key}.mjs`);
      writeFileSync(file, source);
      return { ...definition, file };
    }),
  });
  const client = new LambdaClient({ ...laptop.config("LAMBDA"), maxAttempts: 1 });
  return {
    laptop,
    client,
    async invoke(key, event, signal) {
      const { FunctionError, Payload } = await client.send(
        new InvokeCommand({ FunctionName: `test-${key}`, Payload: JSON.stringify(event) }),
        signal ? { abortSignal: signal } : {},
      );
      return { error: FunctionError, payload: JSON.parse(Payload?.transformToString() ?? "null") };
    },
    async stop() {
      client.destroy();
      await laptop.stop();
      rmSync(bundles, { recursive: true, force: true });
    },
  };
}
