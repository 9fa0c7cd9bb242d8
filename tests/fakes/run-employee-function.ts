import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { jest } from "@jest/globals";
import { createJobTable } from "../../adapters/dynamodb/job-table.ts";
import { createPayloadBucket } from "../../adapters/storage/payload-bucket.ts";
import { readFunction } from "./cloudformation.ts";
import { startEmbeddedAws } from "./embedded-aws.ts";
import { recordRequests } from "./github.ts";
import type { CreateInstance, Handler } from "./interpreted-workflow.ts";

/** Its credentials, each long enough to find wherever it leaks. */
const modelKey = `sk-ant-${"held-by-us-".repeat(4)}`;
const role = {
  AWS_ACCESS_KEY_ID: `ASIA${"HELD".repeat(4)}`,
  AWS_SECRET_ACCESS_KEY: "held-by-the-role/".repeat(3),
  AWS_SESSION_TOKEN: "held-by-the-session/".repeat(6),
};

/**
 * The deployed function that runs the model: its own composition root, the environment of its `function.yml`,
 * tables, buckets and secrets in an embedded AWS, and a provider at that URL.
 */
export async function startRunEmployee(providerUrl: string) {
  const environment = { ...process.env };
  const ModelSecret = JSON.stringify({ anthropic_api_key: modelKey, anthropic_base_url: providerUrl });
  const embedded = await startEmbeddedAws({ secretValues: { ModelSecret } });
  const named = Object.entries(readFunction("run-employee").environment);
  const resolved = named.map(([name, value]) => [name, String(embedded.aws.resolve(value))]);
  Object.assign(process.env, role, { STAGE: "test" }, Object.fromEntries(resolved));
  const { handler } = await import("../../functions/run-employee/main.ts");

  /** Its log lines and metrics. */
  const printed: string[] = [];
  /** What it read: IDs of secrets, and paths at GitHub. */
  const reached = { secrets: new Set<string>(), gitHubPaths: new Set<string>() };

  const watched: Handler = async (event, context) => {
    const requests = recordRequests();
    const send = jest.spyOn(SecretsManagerClient.prototype, "send");
    const keep = (text: unknown) => printed.push(String(text)) > 0;
    const prints = [
      jest.spyOn(process.stdout, "write").mockImplementation(keep),
      jest.spyOn(process.stderr, "write").mockImplementation(keep),
      ...(["log", "info", "warn", "error"] as const).map((stream) =>
        jest.spyOn(console, stream).mockImplementation(keep),
      ),
    ];
    try {
      return await (handler as Handler)(event, context);
    } finally {
      requests.stop();
      for (const { path } of requests.sent) reached.gitHubPaths.add(path);
      for (const [{ input }] of send.mock.calls) reached.secrets.add(String(Reflect.get(input, "SecretId")));
      for (const spy of [send, ...prints]) spy.mockRestore();
    }
  };

  return {
    modelKey,
    credentials: [modelKey, ...Object.values(role)],
    ref: embedded.ref,
    stores: {
      jobs: createJobTable(embedded.ref("JobTable")),
      payloads: createPayloadBucket(embedded.ref("PayloadBucket")),
    },
    steps: (own: CreateInstance): CreateInstance => ({ ...own, RunEmployee: () => watched }),
    printed,
    reached,
    async stop(): Promise<void> {
      await embedded.stop();
      process.env = environment;
    },
  };
}

export type RunEmployeeFunction = Awaited<ReturnType<typeof startRunEmployee>>;
