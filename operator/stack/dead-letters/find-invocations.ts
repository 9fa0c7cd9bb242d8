import type { DeadLetterBox } from "./dead-letter-queue.ts";
import { type DescribedInvocation, describeInvocation } from "./failed-invocations.ts";

/** What is in the queue of failed invocations, oldest first. Nothing is removed. */
export async function findInvocations(box: DeadLetterBox): Promise<DescribedInvocation[]> {
  const found: DescribedInvocation[] = [];
  for await (const letter of box.letters()) found.push(describeInvocation(letter));
  return found.toSorted((a, b) => (a.sent_at ?? "").localeCompare(b.sent_at ?? ""));
}
