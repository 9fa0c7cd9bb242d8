import { expect, test } from "@jest/globals";
import { createConcurrencyLimit } from "../../../../local/aws/lambda/concurrency-limit.ts";

test("a caller that hangs up as it gets its slot does not remove another caller from the queue", async () => {
  const limit = createConcurrencyLimit(1);
  await limit.enter({});
  const hungUp = new AbortController();
  const first = limit.enter({ signal: hungUp.signal, maxWaitMs: Infinity });
  const second = limit.enter({ maxWaitMs: Infinity });
  limit.leave();
  hungUp.abort();
  await first;
  limit.leave();
  await expect(second).resolves.toBeUndefined();
});
