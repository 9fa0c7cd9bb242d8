import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { sha256 } from "../../../../adapters/runtime/sha256.ts";
import { executionName, jobId } from "../../../../core/jobs/job-id.ts";

const key = fc.string().map(sha256);
const employee = fc.stringMatching(/^[a-z][a-z-]{0,31}$/);

test("is the same for the same command, and Step Functions accepts its execution's name", () => {
  fc.assert(
    fc.property(
      key,
      employee,
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 99 }),
      (intent, name, n, r) => {
        const id = jobId(intent, name, n);
        expect(jobId(intent, name, n)).toBe(id);
        expect(id).toMatch(/^[a-z2-7]{26}-[a-z-]+(-\d+)?$/);
        expect(executionName(id, r)).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
      },
    ),
  );
});

test("differs by the intent, the employee and the number", () => {
  fc.assert(
    fc.property(fc.uniqueArray(key, { minLength: 2, maxLength: 2 }), employee, fc.nat(9), (keys, name, n) => {
      const [one = "", other = ""] = keys;
      const id = jobId(one, name, n + 1);
      expect(jobId(other, name, n + 1)).not.toBe(id);
      expect(jobId(one, `${name}x`, n + 1)).not.toBe(id);
      expect(jobId(one, name, n + 2)).not.toBe(id);
    }),
  );
});

test.each([
  ["0".repeat(64), "aaaaaaaaaaaaaaaaaaaaaaaaaa"],
  ["f".repeat(64), "77777777777777777777777777"],
  [`08${"0".repeat(62)}`, "baaaaaaaaaaaaaaaaaaaaaaaaa"],
])("is the base32 of the first 130 bits: %s", (intent, digits) => {
  expect(jobId(intent, "summary", 1)).toBe(`${digits}-summary`);
  expect(jobId(intent, "summary", 2)).toBe(`${digits}-summary-2`);
});

test("only the first 130 bits count", () => {
  const head = `${"0".repeat(32)}4`;
  expect(jobId(`${head}${"0".repeat(31)}`, "x", 1)).toBe(
    jobId(`${"0".repeat(32)}7${"f".repeat(31)}`, "x", 1),
  );
  expect(jobId(`${"0".repeat(32)}3${"f".repeat(31)}`, "x", 1)).not.toBe(
    jobId(`${head}${"0".repeat(31)}`, "x", 1),
  );
});

test("an execution's name carries the attempt", () => {
  expect(executionName("job", 3)).toBe("job-r3");
});
