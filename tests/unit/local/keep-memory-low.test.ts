import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

const subject = fileURLToPath(new URL("../../../local/keep-memory-low.ts", import.meta.url));

/** Leaves garbage of a start, then works with some 100 MB of objects that live for a while; prints the largest heap in MB. */
const work = `
  const { keepMemoryLow } = await import(process.argv[1]);
  const text = JSON.stringify(Array.from({ length: 2_000 }, (_, n) => ({ n, text: "x".repeat(50) + n })));
  const some = (count) => Array.from({ length: count }, () => JSON.parse(text));
  some(1_200);
  const inUse = some(100);
  keepMemoryLow();
  let most = 0;
  let recent = [];
  for (let n = 0; n < 150; n += 1) {
    recent = [...recent.slice(-20), some(10)];
    most = Math.max(most, process.memoryUsage().heapUsed);
  }
  console.log(Math.round(most / 2 ** 20), inUse.length);
`;

test("the laptop collects garbage before its heap grows far beyond what it uses", () => {
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", work, subject];
  const [most] = execFileSync(process.execPath, args, { encoding: "utf8" }).split(" ");
  expect(Number(most)).toBeLessThan(300);
});
