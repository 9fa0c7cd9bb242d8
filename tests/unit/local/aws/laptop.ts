import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type AwsOptions,
  type LaptopAws,
  type LaptopFunction,
  startAws,
} from "../../../../local/aws/start-aws.ts";

/** A bundle that does what its event says and records each call in the directory of its environment. */
const bundle = `
const { appendFileSync, readFileSync, writeFileSync } = require("node:fs");
const calls = (key) => {
  const file = process.env.RECORDS + "/" + key;
  appendFileSync(file, "x");
  return readFileSync(file, "utf8").length;
};
const fail = (name, message) => Object.assign(new Error(message ?? name + " happened"), { name });
exports.handler = async (event, context) => {
  const count = event.key ? calls(event.key) : 0;
  if (event.throw && count <= (event.times ?? 1000)) throw fail(event.throw);
  if (event.exit !== undefined) process.exit(event.exit);
  if (event.killed) process.kill(process.pid, "SIGKILL");
  if (event.hang) { calls("hanging"); await new Promise(() => setInterval(() => {}, 1000)); }
  if (event.block) for (;;);
  if (event.late) setImmediate(() => { throw fail("LateError"); });
  if (event.late) await new Promise(() => setInterval(() => {}, 1000));
  if (event.wait) await new Promise((resolve) => setTimeout(resolve, event.wait));
  if (event.print) console.log(event.print);
  if (event.big) return "x".repeat(event.big);
  return { event, count, pid: process.pid, environment: process.env, context: { ...context, remaining: context.getRemainingTimeInMillis() } };
};
exports.consume = async (event) => {
  for (const { body } of event.Records) calls("seen-" + body);
  writeFileSync(process.env.RECORDS + "/event-" + event.Records[0].body, JSON.stringify(event));
  if (event.Records.some(({ body }) => body === "poison")) throw fail("PermanentError");
  const bad = event.Records.filter(({ body }) => body.startsWith("bad"));
  return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};
`;

export interface Laptop {
  aws: LaptopAws;
  /** Configuration of an SDK client for any service. */
  config(service: "DYNAMODB" | "SQS" | "S3" | "SFN" | "SECRETS_MANAGER" | "LAMBDA"): {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  directory: string;
  log: string[];
  /** Returns how many times a handler was called with this key. */
  calls(key: string): number;
  read(file: string): string | undefined;
  stop(): Promise<void>;
}

type Overrides = Partial<Omit<AwsOptions, "functions">> & {
  functions?: (Partial<LaptopFunction> & { key: string })[];
};

export async function startLaptop(overrides: Overrides = {}): Promise<Laptop> {
  const directory = mkdtempSync(join(tmpdir(), "laptop-"));
  const file = join(directory, "main.cjs");
  writeFileSync(file, bundle);
  const log: string[] = [];
  const removeDirectory = (): void => rmSync(directory, { recursive: true, force: true });
  const aws = await startAws({
    region: "eu-central-1",
    stage: "test",
    resources: {},
    stateMachines: {},
    secretValues: {},
    environment: { RECORDS: directory },
    logDirectory: join(directory, "logs"),
    log: (line) => log.push(line),
    ...overrides,
    functions: (overrides.functions ?? []).map((definition) => ({
      name: `test-${definition.key}`,
      logicalId: `${definition.key[0]?.toUpperCase()}${definition.key.slice(1)}LambdaFunction`,
      file,
      exportName: "handler",
      timeoutSeconds: 30,
      environment: {},
      queueSources: [],
      ...definition,
    })),
  }).catch((error: unknown) => {
    removeDirectory();
    throw error;
  });
  const read = (name: string): string | undefined => {
    try {
      return readFileSync(join(directory, name), "utf8");
    } catch {
      return undefined;
    }
  };
  return {
    aws,
    config: (service) => ({
      endpoint: aws.environment[`AWS_ENDPOINT_URL_${service}`] ?? "",
      region: "eu-central-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    }),
    directory,
    log,
    calls: (key) => read(key)?.length ?? 0,
    read,
    async stop() {
      await aws.stop();
      removeDirectory();
    },
  };
}
