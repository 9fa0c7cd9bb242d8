import { join } from "node:path";
import type { AwsOptions, LaptopFunction } from "./aws/start-aws.ts";

/** The parts of the Serverless Framework's service that the laptop reads, with resolved variables. */
export interface Serverless {
  serviceDir: string;
  /** The framework's error class, which prints its message without a stack trace. */
  classes: { Error: new (message: string, code: string) => Error };
  processedInput: { commands: string[] };
  service: {
    service: string;
    custom: Record<string, Record<string, unknown> | undefined>;
    provider: {
      stage: string;
      region: string;
      environment?: Record<string, unknown>;
      timeout?: number;
      memorySize?: number;
    };
    functions: Record<string, FunctionDefinition>;
    resources?: {
      Metadata?: Record<string, unknown>;
      Resources?: AwsOptions["resources"];
      Parameters?: Record<string, { Default?: unknown }>;
      Conditions?: Record<string, unknown>;
      Outputs?: AwsOptions["outputs"];
      extensions?: Record<string, { Properties?: Record<string, unknown> }>;
    };
  };
  /** The configuration as the framework read it. Only this object has the keys of plugins. */
  configurationInput: {
    stepFunctions?: { stateMachines?: Record<string, { id?: string; name: string; definition: unknown }> };
  };
  getProvider(name: "aws"): { naming: { getLambdaLogicalId(key: string): string } };
}

interface FunctionDefinition {
  handler: string;
  /** Tells serverless-esbuild the source of the bundle if it differs from the handler. */
  esbuildEntrypoint?: string;
  name: string;
  timeout?: number;
  memorySize?: number;
  reservedConcurrency?: number;
  condition?: string;
  environment?: Record<string, unknown>;
  events?: { sqs?: QueueEvent }[];
}

interface QueueEvent {
  arn: unknown;
  batchSize?: number;
  maximumBatchingWindow?: number;
  maximumConcurrency?: number;
  functionResponseType?: string;
}

/** Returns the service's functions for the laptop; `bundles` is the folder of their built bundles. */
export function readFunctions(serverless: Serverless, bundles: string): LaptopFunction[] {
  const { naming } = serverless.getProvider("aws");
  const { functions, provider } = serverless.service;
  return Object.entries(functions).map(([key, definition]) => {
    const dot = definition.handler.lastIndexOf(".");
    return {
      key,
      name: definition.name,
      logicalId: naming.getLambdaLogicalId(key),
      file: join(bundles, `${definition.handler.slice(0, dot)}.cjs`),
      exportName: definition.handler.slice(dot + 1),
      timeoutSeconds: definition.timeout ?? provider.timeout ?? 6,
      ...defined({
        memorySize: definition.memorySize ?? provider.memorySize,
        reservedConcurrency: definition.reservedConcurrency,
        condition: definition.condition,
      }),
      environment: { ...provider.environment, ...definition.environment },
      queueSources: (definition.events ?? []).flatMap(({ sqs }) => (sqs ? [toQueueSource(sqs)] : [])),
    };
  });
}

function toQueueSource(event: QueueEvent): LaptopFunction["queueSources"][number] {
  const { arn, batchSize = 10, functionResponseType, maximumBatchingWindow, maximumConcurrency } = event;
  return {
    queue: arn,
    batchSize,
    reportBatchItemFailures: functionResponseType === "ReportBatchItemFailures",
    ...defined({ maximumBatchingWindow, maximumConcurrency }),
  };
}

/** Removes properties that are undefined, because an optional property must not be undefined. */
function defined<Values extends object>(
  values: Values,
): { [Key in keyof Values]?: NonNullable<Values[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]?: NonNullable<Values[Key]>;
  };
}

/** Returns the values of the template's parameters, its conditions and its outputs. */
export function readOptions({
  service,
}: Serverless): Pick<Required<AwsOptions>, "parameters" | "conditions" | "outputs"> {
  const { Parameters = {}, Conditions = {}, Outputs = {} } = service.resources ?? {};
  const values = Object.entries(Parameters).map(([name, { Default = "" }]) => [name, Default]);
  return { parameters: Object.fromEntries(values), conditions: Conditions, outputs: Outputs };
}

/** Returns the service's state machines by logical id. */
export function readStateMachines({ configurationInput }: Serverless): AwsOptions["stateMachines"] {
  return Object.fromEntries(
    Object.entries(configurationInput.stepFunctions?.stateMachines ?? {}).map(
      ([key, { id, name, definition }]) => [id ?? key, { name, definition }],
    ),
  );
}
