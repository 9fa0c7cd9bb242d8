import type { MiniStack } from "../ministack/start-ministack.ts";
import type { Service } from "../service/service.ts";
import type { Output } from "../service/stack.ts";

/**
 * Checks the refusals: an AWS call without a signature (so IAM is enforced, and the functions have only their
 * roles' rights), and a webhook that bypasses the edge. The synthetic ping, which uses the edge, is accepted.
 */
export async function checkGuards(
  miniStack: MiniStack,
  service: Service,
  output: Output,
  say: (text: string) => void,
): Promise<void> {
  const headers = {
    "x-amz-target": "DynamoDB_20120810.ListTables",
    "content-type": "application/x-amz-json-1.0",
  };
  await expectRefusal(miniStack.url, headers, "MissingAuthenticationToken");
  const direct = `${miniStack.url}/_aws/execute-api/${output("HttpApiId")}/webhooks/github`;
  await expectRefusal(direct, { "content-type": "application/json" }, "not_through_edge");

  const ping = await service.sls(["invoke", "-f", "pingWebhook"], "ping.log");
  if ((JSON.parse(ping) as { ok: boolean }).ok !== true) throw new Error(`The synthetic ping: ${ping}`);
  say("unsigned and not through the edge: refused; the synthetic ping: ok");
}

async function expectRefusal(url: string, headers: Record<string, string>, code: string): Promise<void> {
  const response = await fetch(url, { method: "POST", headers, body: "{}" });
  const body = await response.text();
  if (response.ok || !body.includes(code)) throw new Error(`${url} answered ${response.status}: ${body}`);
}
