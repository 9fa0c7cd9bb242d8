import { type LaptopAws, startAws } from "../../local/aws/start-aws.ts";
import { readOptions, readResources } from "./cloudformation.ts";

export interface EmbeddedAws {
  aws: LaptopAws;
  /** The local value of a `Ref`. */
  ref(logicalId: string): string;
  stop(): Promise<void>;
}

/**
 * An AWS on this machine with the deployed tables, queues, buckets and secrets. The SDK's clients find it
 * through the environment, as in a function.
 */
export async function startEmbeddedAws(options: {
  stateMachines?: Record<string, { name: string; definition: unknown }>;
  secretValues?: Record<string, string>;
}): Promise<EmbeddedAws> {
  const aws = await startAws({
    region: "eu-central-1",
    stage: "test",
    resources: readResources("tables.yml", "queues.yml", "storage.yml", "secrets.yml"),
    ...readOptions(),
    stateMachines: {},
    functions: [],
    secretValues: {},
    environment: {},
    log() {},
    ...options,
  });
  Object.assign(process.env, aws.environment);
  return {
    aws,
    ref: (logicalId) => String(aws.resolve({ Ref: logicalId })),
    stop: () => aws.stop(),
  };
}
