import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Template } from "../../stack/packaging/template.ts";
import { applyChanges } from "./changes.ts";
import { leaveOut } from "./leave-out.ts";
import { refuseQueuePolicies } from "./refuse-queue-policies.ts";
import { requireEmptyBuckets } from "./require-empty-buckets.ts";
import { withNodeRuntime } from "./zip.ts";

interface Serverless {
  serviceDir: string;
  getProvider(name: "aws"): { naming: { getStackName(): string } };
  service: {
    provider: { compiledCloudFormationTemplate: Template };
    getAllFunctions(): string[];
    getFunction(key: string): { package: { artifact: string } };
  };
}

/** Adapts the service to MiniStack. Only the copy that is deployed there has this plugin. */
export default class MiniStackPlugin {
  readonly hooks: Record<string, () => Promise<void> | void>;

  constructor(serverless: Serverless, _options: unknown, { log }: { log: { notice(line: string): void } }) {
    const { service, serviceDir } = serverless;
    const { AWS_ENDPOINT_URL = "", PUBLIC_URL = "" } = process.env;
    const { port: awsPort } = new URL(AWS_ENDPOINT_URL);
    const stackName = serverless.getProvider("aws").naming.getStackName();
    this.hooks = {
      "after:package:createDeploymentArtifacts": function bringRuntime() {
        for (const key of service.getAllFunctions()) {
          const path = resolve(serviceDir, service.getFunction(key).package.artifact);
          writeFileSync(path, withNodeRuntime(readFileSync(path)));
        }
      },
      "before:aws:package:finalize:saveServiceState": function adaptTemplate() {
        const template = service.provider.compiledCloudFormationTemplate;
        refuseQueuePolicies(template);
        for (const [id, { type, reason }] of leaveOut(template))
          log.notice(`Left out: ${id}, ${type}: ${reason}`);
        for (const [name, count] of applyChanges({ template, awsPort, publicUrl: PUBLIC_URL })) {
          if (count === 0) throw new Error(`Remove this change, which has no effect: ${name}`);
          log.notice(`Changed: ${name} (${count})`);
        }
      },
      // This plugin is the last one, so it runs after those that empty buckets.
      "before:remove:remove": () => requireEmptyBuckets(stackName),
    };
  }
}
