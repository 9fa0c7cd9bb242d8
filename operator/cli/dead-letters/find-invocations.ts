import type { DeadLetterBox } from "./dead-letter-box.ts";
import { type DescribedInvocation, describeInvocation } from "./describe-invocation.ts";

/** What is in the queue of failed invocations, oldest first. Nothing is removed. */
export async function findInvocations(box: DeadLetterBox): Promise<DescribedInvocation[]> {
  const found: DescribedInvocation[] = [];
  for await (const letter of box.letters()) found.push(describeInvocation(letter));
  return found.toSorted((a, b) => (a.sent_at ?? "").localeCompare(b.sent_at ?? ""));
}
