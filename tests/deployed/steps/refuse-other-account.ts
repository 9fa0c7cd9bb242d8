import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import type { Service } from "../service/service.ts";
import { expectRefusal } from "./refusals.ts";

/** Checks that a deployment with another account's credentials stops before it creates anything. */
export async function refuseOtherAccount(
  service: Service,
  client: CloudFormationClient,
  logs: string,
  say: (text: string) => void,
): Promise<void> {
  const log = "other-account.log";
  const deploy = () => service.sls(["deploy", "--param", "account=111122223333"], log);
  await expectRefusal(deploy, `${logs}/${log}`, "belongs to the AWS account 111122223333");
  const stacks = await client.send(new DescribeStacksCommand({}));
  if (stacks.Stacks?.length) throw new Error("The refused deployment left a stack");
  say("refused, and nothing was created");
}
