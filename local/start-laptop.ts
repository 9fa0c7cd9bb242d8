import { join } from "node:path";
import { type LaptopAws, type LaptopFunction, startAws } from "./aws/start-aws.ts";
import { createDataDirectory } from "./data-directory.ts";
import { chooseEmployeeSecrets, storeWorkflowSecrets } from "./employee-secrets.ts";
import { demoFunction, startEmployees } from "./employees/start-employees.ts";
import type { JobFeed } from "./github/job-feed.ts";
import { type GitHub, startGitHub } from "./github/start-github.ts";
import { createWebhookImporter } from "./import-webhooks.ts";
import { listCommands } from "./list-commands.ts";
import { readOptions, readStateMachines, type Serverless } from "./service.ts";
import type { LaptopSettings } from "./settings.ts";
import { createTableJobFeed } from "./table-job-feed.ts";

export interface Laptop {
  aws: LaptopAws;
  /** Null if the functions use another GitHub. */
  github: GitHub | null;
  stop(): Promise<void>;
}

/** Starts the embedded GitHub and the embedded AWS with the service's own resources, functions and workflow. */
export async function startLaptop(
  serverless: Serverless,
  functions: LaptopFunction[],
  settings: LaptopSettings,
  log: (line: string) => void,
  { schedules = true } = {},
): Promise<Laptop> {
  const { provider, resources } = serverless.service;
  // The page reads jobs only after GitHub and AWS have started.
  let feed: JobFeed | null = null;
  const jobs: JobFeed = {
    forPullRequest: async (id, prNumber) => (await feed?.forPullRequest(id, prNumber)) ?? [],
    forDelivery: async (deliveryId) => (await feed?.forDelivery(deliveryId)) ?? null,
  };
  let importWebhooks: (bodies: string[]) => Promise<void> = async () => {};
  const github = settings.githubApiUrl === null ? await startEmbeddedGitHub(settings, jobs) : null;
  const employeeSecrets = chooseEmployeeSecrets(serverless, settings.employeeSecret);
  if (github) storeWorkflowSecrets(github, serverless, employeeSecrets);
  const botSecret = employeeSecrets.byEmployee.get("demo-webhook");
  const employees = await startEmployees(botSecret, settings.employeeHosts, log);
  const data = createDataDirectory(serverless.serviceDir);
  const aws = await startAws({
    region: provider.region,
    stage: provider.stage,
    resources: resources?.Resources ?? {},
    ...readOptions(serverless),
    httpEndpoint: `http://localhost:${settings.port}`,
    stateMachines: readStateMachines(serverless),
    functions: [...functions, demoFunction(serverless.serviceDir)],
    secretValues: { ...secretValues(settings), ...employeeSecrets.byResource },
    environment: employees.environment,
    schedules,
    onBatch: (bodies) => importWebhooks(bodies),
    dataDirectory: data.path,
    logDirectory: join(serverless.serviceDir, ".local", "logs"),
    log,
  }).catch(async (error: unknown) => {
    await Promise.all([github?.stop(), employees.stop()]);
    data.remove();
    throw error;
  });
  if (github) importWebhooks = createWebhookImporter(github, aws.environment);
  feed = createTableJobFeed({
    environment: aws.environment,
    jobTable: String(aws.resolve({ Ref: "JobTable" })),
    idempotencyTable: String(aws.resolve({ Ref: "IdempotencyTable" })),
    hookId: () => String(github?.hookId ?? ""),
  });
  return {
    aws,
    github,
    async stop() {
      await Promise.all([github?.stop(), employees.stop(), aws.stop()]);
      data.remove();
    },
  };
}

function startEmbeddedGitHub(settings: LaptopSettings, jobs: JobFeed): Promise<GitHub> {
  const { id, publicKey } = settings.app;
  return startGitHub({
    port: settings.githubPort,
    webhookUrl: `http://localhost:${settings.port}/webhooks/github`,
    webhookSecret: settings.webhookSecret,
    jobs,
    commands: listCommands,
    app: { id, ...(publicKey ? { publicKey } : {}) },
  });
}

/** Returns the values of the two secrets that an operator sets on a deployed stack. */
function secretValues({ webhookSecret, app, model }: LaptopSettings): Record<string, string> {
  return {
    GitHubSecret: JSON.stringify({
      webhook_secret: webhookSecret,
      app_id: app.id,
      private_key: app.privateKey,
    }),
    ModelSecret: JSON.stringify(model),
  };
}
