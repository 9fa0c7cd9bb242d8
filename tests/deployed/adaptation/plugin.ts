import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Template } from "../../stack/packaging/template.ts";
import { applyChanges } from "./changes.ts";
import { leaveOut } from "./leave-out.ts";
import { refuseQueuePolicies } from "./refuse-queue-policies.ts";
import { requireEmptyBuckets } from "./require-empty-buckets.ts";
import { withExecutable } from "./zip.ts";

interface Serverless {
  serviceDir: string;
  getProvider(name: "aws"): { naming: { getStackName(): string } };
  service: {
    provider: { compiledCloudFormationTemplate: Template };
    getAllFunctions(): string[];
    getFunction(key: string): { package: { artifact: string } };
  };
}

/** Not in the zip, as AWS's runtimes are not: MiniStack is told where it is. */
const bootstrap = '#!/bin/sh\nexec node "$NODE_RUNTIME"\n';

/** Makes of the service what MiniStack can run. It is a plugin of the copy that is deployed there and of nothing else. */
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
          writeFileSync(path, withExecutable(readFileSync(path), "bootstrap", bootstrap));
        }
      },
      "before:aws:package:finalize:saveServiceState": function adaptTemplate() {
        const template = service.provider.compiledCloudFormationTemplate;
        refuseQueuePolicies(template);
        for (const [id, { type, reason }] of leaveOut(template))
          log.notice(`Left out: ${id}, ${type}: ${reason}`);
        for (const [name, count] of applyChanges({ template, awsPort, publicUrl: PUBLIC_URL })) {
          if (count === 0) throw new Error(`Nothing needs this change any more: ${name}`);
          log.notice(`Changed: ${name} (${count})`);
        }
      },
      // The last of the plugins, this one comes after those that empty buckets.
      "before:remove:remove": () => requireEmptyBuckets(stackName),
    };
  }
}
