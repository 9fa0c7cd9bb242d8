import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { freePort } from "../../../local/free-port.ts";
import { newAccount } from "../ministack/as-on-aws.ts";
import { startGateway } from "../ministack/gateway.ts";
import type { MiniStack } from "../ministack/start-ministack.ts";
import type { Service } from "../service/service.ts";
import { expectRefusal } from "./refusals.ts";

/**
 * Checks that a deployment to an account with a Lambda quota of 10 stops before it creates anything, and
 * names the quota to request.
 */
export async function refuseNewAccount(
  miniStack: MiniStack,
  service: Service,
  client: CloudFormationClient,
  logs: string,
  say: (text: string) => void,
): Promise<void> {
  const gateway = await startGateway({
    port: await freePort(),
    upstreamPort: miniStack.port,
    corrections: [newAccount],
  });
  const log = "new-account.log";
  const deploy = () =>
    service.sls(["deploy", "--param", "provisionedConcurrency=1"], log, { AWS_ENDPOINT_URL: gateway.url });
  try {
    await expectRefusal(deploy, `${logs}/${log}`, '"Concurrent executions" (L-B99A9384)');
  } finally {
    await gateway.stop();
  }
  const stacks = await client.send(new DescribeStacksCommand({}));
  if (stacks.Stacks?.length) throw new Error("The refused deployment left a stack");
  say("refused, and nothing was created");
}
