import { join, resolve } from "node:path";
import type { AwsAccount } from "./account.ts";

const projectRoot = resolve(import.meta.dirname, "../../..");
export const stackName = "pr-comment-automation-prod";

interface Plugin {
  hooks: Record<string, () => Promise<void> | void>;
}

export interface HostOptions {
  /** The packaged template. */
  template?: object;
  /** `custom` of serverless.yml. */
  custom?: object;
  deletionProtection?: boolean;
}

/**
 * The parts of the framework that the plugins of resources/ use, on an account. Returns the plugin's hooks
 * and output.
 */
export async function loadPlugin(file: string, account: AwsAccount, options: HostOptions = {}) {
  const { template = { Resources: {} }, custom = {}, deletionProtection = false } = options;
  const { default: Plugin } = (await import(join(projectRoot, "resources", file))) as {
    default: new (serverless: object, options: object, utils: object) => Plugin;
  };
  const lines: string[] = [];
  const provider = {
    getAccountId: async () => "111122223333",
    getAwsSdkV3Config: async () => account.config,
    naming: { getStackName: () => stackName },
  };
  const service = {
    provider: {
      ...{ stage: "prod", region: "us-east-1", deletionProtection, shouldNotDeploy: false },
      compiledCloudFormationTemplate: template,
    },
    custom: {
      emptyBuckets: { agreed: "no" },
      stageGuard: { account: "111122223333", lockFromTheStart: "no", rolloutMode: "active" },
      ...custom,
    },
    resources: {},
  };
  const print = (text: string) => void lines.push(text);
  const serverless = { classes: { Error }, service, getProvider: () => provider };
  const plugin = new Plugin(serverless, {}, { log: { notice: print, warning: print } });
  return { lines, run: async (hook: string) => plugin.hooks[hook]?.() };
}
