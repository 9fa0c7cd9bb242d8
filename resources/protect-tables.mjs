import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readStack } from "./deployment/deployed-stack.mjs";
import { setProtection } from "./deployment/table-protection.mjs";

/**
 * Sets the tables' deletion protection after the deployment. In the template it would apply from the start, and a failed
 * first deployment could not be rolled back.
 */
export default class ProtectTables {
  constructor(serverless, _options, { log }) {
    const provider = serverless.getProvider("aws");
    this.hooks = {
      "after:deploy:deploy": async function protect() {
        const config = await provider.getAwsSdkV3Config();
        const stack = await readStack(new CloudFormationClient(config), provider.naming.getStackName());
        if (!stack) return;
        const wanted = serverless.service.provider.deletionProtection === true;
        for (const { id, type, physicalId } of stack.resources) {
          if (type !== "AWS::DynamoDB::Table") continue;
          if (await setProtection(new DynamoDBClient(config), physicalId, wanted)) {
            log.notice(`${id} is ${wanted ? "now" : "no longer"} protected against deletion`);
          }
        }
      },
    };
  }
}
