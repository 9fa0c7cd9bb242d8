import { readFileSync } from "node:fs";
import { type CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import type { Service } from "../service/service.ts";

/** A deployment with credentials of another account than the stage's stops before it makes anything. */
export async function refuseOtherAccount(
  service: Service,
  client: CloudFormationClient,
  logs: string,
  say: (text: string) => void,
): Promise<void> {
  const log = "other-account.log";
  const deployed = await service.sls(["deploy", "--param", "account=111122223333"], log).then(
    () => true,
    () => false,
  );
  const refusal = readFileSync(`${logs}/${log}`, "utf8");
  if (deployed || !refusal.includes("belongs to the AWS account 111122223333")) {
    throw new Error(`A deployment to another account was not refused: ${refusal}`);
  }
  const stacks = await client.send(new DescribeStacksCommand({}));
  if (stacks.Stacks?.length) throw new Error("The refused deployment left a stack");
  say("refused, and nothing was made");
}
