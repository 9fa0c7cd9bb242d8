import { answersTo, isFinal } from "./answers.ts";
import { until } from "./until.ts";
import { commentDelivery, deliver } from "./webhooks.ts";

const repo = "octo-demo/payments";

/** Sends a comment and waits for its final answer. */
export async function ask(body: string): Promise<string> {
  const { status, body: accepted } = await deliver(commentDelivery({ body }));
  if (status !== 202) throw new Error(`The webhook returned ${status}`);
  const [answer] = await until(
    () => answersTo(repo, 7, accepted.intent_key),
    (found) => found.length === 1 && found.every(isFinal),
  );
  return answer?.body ?? "";
}
