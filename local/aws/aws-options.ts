import type { LaptopFunction } from "./lambda/laptop-function.ts";
import type { Outcome } from "./lambda/outcome.ts";
import type { Outputs } from "./stack/stack-api.ts";
import type { TemplateResource } from "./template/template.ts";

export interface AwsOptions {
  region: string;
  stage: string;
  /** Default: `pr-comment-automation-<stage>`. Resources without a name in the template are named after it. */
  stackName?: string;
  /** The resources of the CloudFormation template, with unresolved references. */
  resources: Record<string, TemplateResource>;
  conditions?: Record<string, unknown>;
  /** The template's `Outputs`, with unresolved references. */
  outputs?: Outputs;
  /** The template's `Metadata`. */
  metadata?: Record<string, unknown>;
  /** Values of the template's own parameters. */
  parameters?: Record<string, unknown>;
  /** URL of the HTTP API, e.g. `http://localhost:3000`. */
  httpEndpoint?: string;
  /** By logical id; the definitions in Amazon States Language may contain intrinsics. */
  stateMachines: Record<string, { name: string; definition: unknown }>;
  functions: LaptopFunction[];
  /** By logical id of an AWS::SecretsManager::Secret. */
  secretValues: Record<string, string>;
  /** Variables of all functions. */
  environment: Record<string, string>;
  /** Each function's output goes to `<logDirectory>/<function name>.log`. Default: it is discarded. */
  logDirectory?: string;
  /** Tables, objects and finished executions are in files of this directory. Default: all are in memory. */
  dataDirectory?: string;
  /** Whether the template's schedules run. Default: true. */
  schedules?: boolean;
  /** Receives the message bodies of each batch before the function does. The laptop logs errors that it throws. */
  onBatch?(bodies: string[]): Promise<void>;
  /** Default: free ports. */
  ports?: { apis?: number; storage?: number };
  log(line: string): void;
}

export interface LaptopAws {
  /** Variables with which an SDK client reaches this AWS: `AWS_ENDPOINT_URL_*`, region and credentials. */
  environment: Record<string, string>;
  /** Replaces CloudFormation intrinsics with local values. */
  resolve(value: unknown): unknown;
  /** Returns a function's environment by its key; null if a condition of the template leaves the function out. */
  functionEnvironment(key: string): Record<string, string> | null;
  /** Runs a function by its key, as a schedule does. */
  invoke(key: string, event: unknown): Promise<Outcome>;
  /** Returns the worker processes that are alive. */
  instances(): { key: string; pid: number; busy: boolean }[];
  /** Makes the next invocations load their bundles again. */
  reload(): void;
  stop(): Promise<void>;
}
