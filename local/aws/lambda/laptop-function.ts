/** One Lambda of the service, as it was packaged. */
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
  /** Absent: four instances at most. 0: every invocation is throttled, as on AWS. */
  reservedConcurrency?: number;
  /** The template's condition under which it exists; absent: always. */
  condition?: string;
  /** May contain CloudFormation intrinsics. */
  environment: Record<string, unknown>;
  queueSources: QueueSource[];
}

export interface QueueSource {
  /** The queue's ARN, or an intrinsic that gives it. */
  queue: unknown;
  batchSize: number;
  /** Seconds to wait for a batch to fill. */
  maximumBatchingWindow?: number;
  maximumConcurrency?: number;
  reportBatchItemFailures: boolean;
}
