import { expect, test } from "@jest/globals";
import { createConcurrencyLimit } from "../../../../local/aws/lambda/concurrency-limit.ts";

test("a caller that hangs up at the moment when it is let in takes no other caller's place", async () => {
  const limit = createConcurrencyLimit(1);
  await limit.enter({});
  const hungUp = new AbortController();
  const first = limit.enter({ signal: hungUp.signal, patienceMs: Infinity });
  const second = limit.enter({ patienceMs: Infinity });
  limit.leave();
  hungUp.abort();
  await first;
  limit.leave();
  await expect(second).resolves.toBeUndefined();
});
