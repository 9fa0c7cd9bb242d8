/** A Lambda function of the service with its built bundle. */
export interface LaptopFunction {
  /** Its key in the service, e.g. `dispatchEvent`. */
  key: string;
  name: string;
  logicalId: string;
  /** Absolute path of the built bundle, `.cjs` or `.mjs`. */
  file: string;
  exportName: string;
  timeoutSeconds: number;
  memorySize?: number;
  /** Default: at most two instances, or four if it may run for two minutes. 0 throttles every invocation, as on AWS. */
  reservedConcurrency?: number;
  /** The condition of the template under which the function exists. Default: always. */
  condition?: string;
  /** May contain CloudFormation intrinsics. */
  environment: Record<string, unknown>;
  queueSources: QueueSource[];
}

export interface QueueSource {
  /** The queue's ARN, or an intrinsic that resolves to it. */
  queue: unknown;
  batchSize: number;
  /** Seconds to wait for a batch to fill. */
  maximumBatchingWindow?: number;
  maximumConcurrency?: number;
  reportBatchItemFailures: boolean;
}
