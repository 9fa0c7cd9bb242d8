import { join } from "node:path";
import { projectRoot } from "../service/paths.ts";
import type { Service } from "../service/service.ts";

const captured = join(projectRoot, "tests/fixtures/captured/issue-comment-created.json");

/** Runs `sls invoke` with a captured event: the deployed function accepts it as it does from the API. */
export async function invokeCaptured(service: Service, say: (text: string) => void): Promise<void> {
  const output = await service.sls(["invoke", "-f", "receiveWebhook", "-p", captured], "invoke.log");
  const { statusCode, body } = JSON.parse(output) as { statusCode: number; body: string };
  if (statusCode !== 202) throw new Error(`Answered with ${statusCode}: ${body}`);
  say(`answered with ${statusCode}`);
}
