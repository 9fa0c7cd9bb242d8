import { join } from "node:path";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { AwsOptions, LaptopAws } from "./aws-options.ts";
import { clientEnvironment } from "./client-environment.ts";
import { createTables } from "./dynamodb/create-tables.ts";
import { runSchedules } from "./events/run-schedules.ts";
import { findPool } from "./lambda/invoke-api.ts";
import { createLaptopTemplate, stackNameOf } from "./laptop-template.ts";
import { createSecrets } from "./secrets/create-secrets.ts";
import { createSecretsApi } from "./secrets/secrets-api.ts";
import { type Apis, serveApis } from "./serve-apis.ts";
import type { Listener } from "./server/listen.ts";
import { callerApi } from "./stack/caller-api.ts";
import { createStackApi } from "./stack/stack-api.ts";
import { startFunctions } from "./start-functions.ts";
import { startPollers } from "./start-pollers.ts";
import { createExecutionStore } from "./states/execution-store.ts";
import { createStateMachine } from "./states/state-machine.ts";
import { createStatesApi } from "./states/states-api.ts";
import { createWaitingTasks } from "./states/waiting-tasks.ts";
import { createBuckets, createQueues } from "./storage/create-storage.ts";
import { serveStorage } from "./storage/serve-storage.ts";

export type { AwsOptions, LaptopAws } from "./aws-options.ts";
export type { LaptopFunction } from "./lambda/laptop-function.ts";

/** Starts an AWS on 127.0.0.1 with the template's resources and functions. */
export async function startAws(options: AwsOptions): Promise<LaptopAws> {
  const apis = await serveApis(options);
  const listeners = [apis.listener];
  const closeListeners = async (): Promise<void> => {
    apis.faults.clear();
    await Promise.all(listeners.map((listener) => listener.close()));
  };
  try {
    const storage = await serveStorage(options, apis.faults);
    listeners.push(storage);
    return await assemble(options, apis, storage, closeListeners);
  } catch (error) {
    await closeListeners();
    throw error;
  }
}

async function assemble(
  options: AwsOptions,
  apis: Apis,
  storage: Listener,
  closeListeners: () => Promise<void>,
): Promise<LaptopAws> {
  const { region } = options;
  const client = { region, credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  const queueClient = new SQSClient({ ...client, endpoint: storage.url });
  const template = createLaptopTemplate(options, storage.url);
  await Promise.all([
    createTables(template, { ...client, endpoint: apis.listener.url }),
    createBuckets(template, { ...client, endpoint: storage.url }),
    createQueues(template, queueClient),
  ]);

  const environment = clientEnvironment(region, apis.listener.url, storage.url);
  const functions = startFunctions(options, template, environment);
  const executions = createExecutionStore({
    directory: options.dataDirectory && join(options.dataDirectory, "executions"),
  });
  const waiting = createWaitingTasks();
  const invoke = async (functionId: string, event: string) =>
    findPool(functions.pools, functionId).invoke(event);
  const machines = Object.entries(options.stateMachines).map(([logicalId, { name, definition }]) =>
    createStateMachine({
      arn: template.find(logicalId)?.ref ?? name,
      name,
      definition: template.resolve(definition),
      invoke,
      waiting,
    }),
  );
  apis.pools.push(...functions.pools);
  apis.services.push(
    createSecretsApi(createSecrets(template, options.secretValues), invoke),
    createStatesApi(machines, executions, waiting),
  );
  const { outputs = {}, metadata = {} } = options;
  const stackApi = createStackApi({ stackName: stackNameOf(options), template, outputs, metadata });
  Object.assign(apis.queries, stackApi, callerApi);
  const mappings = startPollers(options, template, functions, queueClient);
  apis.mappings.push(...mappings);
  const schedules = options.schedules === false ? [] : template.ofType("AWS::Scheduler::Schedule");
  const scheduler = runSchedules({ schedules, pools: functions.pools, region, log: options.log });

  return {
    environment,
    resolve: template.resolve,
    functionEnvironment: functions.environment,
    invoke: async (key, event) => functions.pool(key).invoke(JSON.stringify(event)),
    instances: functions.instances,
    reload: functions.reload,
    async stop() {
      const scheduled = scheduler.stop();
      await Promise.all(mappings.map((mapping) => mapping.stop()));
      await executions.stopAll();
      await Promise.all(functions.pools.map((pool) => pool.stop()));
      await scheduled;
      queueClient.destroy();
      await closeListeners();
    },
  };
}
