import type { LaptopFunction } from "./lambda/laptop-function.ts";
import type { Outcome } from "./lambda/outcome.ts";
import type { Outputs } from "./stack/stack-api.ts";
import type { TemplateResource } from "./template/template.ts";

export interface AwsOptions {
  region: string;
  stage: string;
  /** Default `pr-comment-automation-<stage>`; resources without a name of their own are named after it. */
  stackName?: string;
  /** The CloudFormation template, references unresolved. */
  resources: Record<string, TemplateResource>;
  conditions?: Record<string, unknown>;
  /** What the stack tells of itself, references unresolved. */
  outputs?: Outputs;
  /** The template's `Metadata`. */
  metadata?: Record<string, unknown>;
  /** Values of the template's own parameters. */
  parameters?: Record<string, unknown>;
  /** Where the HTTP API answers, e.g. `http://localhost:3000`. */
  httpEndpoint?: string;
  /** By logical id; the Amazon States Language may contain intrinsics. */
  stateMachines: Record<string, { name: string; definition: unknown }>;
  functions: LaptopFunction[];
  /** By logical id of an AWS::SecretsManager::Secret. */
  secretValues: Record<string, string>;
  /** Goes to every function. */
  environment: Record<string, string>;
  /** Each function's output goes to `<logDirectory>/<function name>.log`; without it, nowhere. */
  logDirectory?: string;
  /** Whether the template's schedules run; they do unless this is false. */
  schedules?: boolean;
  /** Sees the bodies of each batch of messages before a function gets it; what it throws is logged. */
  tap?(bodies: string[]): Promise<void>;
  /** Fixed ports instead of free ones. */
  ports?: { apis?: number; storage?: number };
  log(line: string): void;
}

export interface LaptopAws {
  /** What an SDK client needs to reach this AWS: `AWS_ENDPOINT_URL_*`, region and credentials. */
  environment: Record<string, string>;
  /** CloudFormation intrinsics to local values. */
  resolve(value: unknown): unknown;
  /** All that a function's code may read, by the function's key; null for one that the options leave out. */
  functionEnvironment(key: string): Record<string, string> | null;
  /** Runs a function by its key, as a schedule would. */
  invoke(key: string, event: unknown): Promise<Outcome>;
  /** The worker processes that are alive. */
  instances(): { key: string; pid: number; busy: boolean }[];
  /** The next invocations load their bundles anew. */
  renew(): void;
  stop(): Promise<void>;
}
