import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { until } from "../e2e/until.ts";
import { answered, comment, type Thread } from "./rig/conversation.ts";
import { nothingLeft, readEndState } from "./rig/end-state.ts";
import { type Rig, startRig } from "./rig/rig.ts";

const commands = 160;
/** Milliseconds of a call to GitHub: with two instances of a function, work waits for minutes. */
const delayMs = 350;

let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
}, 300_000);

afterAll(() => rig?.stop());

test(`${commands} commands with ${delayMs} ms a call to GitHub: waiting work is done once`, async () => {
  const threads = Array.from(
    { length: commands },
    (_, n): Thread => ({ repo: "octo-demo/overload", pr: 500 + n }),
  );
  const writes = { posted: 0, edited: 0 };
  rig.gitHubProxy.onPassed(({ method, url }) => {
    if (method === "POST" && /\/issues\/\d+\/comments$/.test(url)) writes.posted += 1;
    if (method === "PATCH" && /\/issues\/comments\/\d+$/.test(url)) writes.edited += 1;
  });
  await Promise.all(threads.map((thread) => comment(rig.github.url, thread, "/summary")));
  rig.github.fail({ path: "^/", delayMs, times: Number.POSITIVE_INFINITY });

  const done = await until(
    () => answered(rig.github.url, threads),
    (count) => count === commands,
    1_500,
  );
  rig.github.clearFaults();
  const left = await until(
    () => readEndState(rig.aws),
    (state) => JSON.stringify(state) === JSON.stringify(nothingLeft),
    600,
  );

  expect(done).toBe(commands);
  expect(left).toEqual(nothingLeft);
  // One acknowledgement and one answer for each.
  expect(writes).toEqual({ posted: commands, edited: commands });
}, 2_400_000);
