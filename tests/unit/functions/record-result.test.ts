import { describe, expect, test } from "@jest/globals";
import { publishResult } from "../../../functions/publish-result/publish-result.ts";
import {
  jobWithStoredResult,
  jobWithStoredMarkdown as prepared,
  storedKey,
  storedUsage,
} from "../../fakes/stored-result.ts";

describe("the employee's result", () => {
  const outcomeOf = async (ports: Awaited<ReturnType<typeof jobWithStoredResult>>) => {
    const error: unknown = await publishResult(ports.input, ports).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "PermanentError" });
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("working")]);
    expect(await ports.stored()).toMatchObject({ state: "WORKER_RUNNING", result_ref: null });
    return (error as { code?: string }).code;
  };

  test("is recorded with its cost before anything is published", async () => {
    const ports = await prepared("Three files change.");
    ports.reader.repository.permissions = {};
    await publishResult(ports.input, ports);
    const [recorded] = (await ports.jobs.events(ports.job.job_id)).filter(
      ({ to }) => to === "WORKER_SUCCEEDED",
    );
    expect(recorded).toMatchObject({
      ...{ actor: "publish-result", reason: "answered" },
      ids: { ...storedUsage, execution: "arn:execution:r1" },
    });
    expect(await ports.stored()).toMatchObject({ state: "REFUSED", result_ref: { key: storedKey } });
  });

  test("is published as recorded, or not at all", async () => {
    const ports = await prepared("As it was.");
    ports.writer.fault("updateComment", "before");
    await expect(publishResult(ports.input, ports)).rejects.toMatchObject({ name: "RetryableError" });
    const other = JSON.stringify({ outcome: "answered", markdown: "Another.", usage: null });
    ports.payloads.objects.set(storedKey, other);
    await expect(publishResult(ports.input, ports)).rejects.toMatchObject({ code: "payload_altered" });
    expect(ports.writer.bodies().join()).not.toContain("Another.");
  });

  test("names no pull request, job or user: other fields are ignored", async () => {
    const target = {
      repo: "octo-demo/other",
      pr_number: 8,
      job_id: "other-job",
      sender: { login: "mallory" },
    };
    const ports = await jobWithStoredResult(
      JSON.stringify({ outcome: "answered", markdown: "Mine.", usage: null, ...target }),
    );
    await publishResult(ports.input, ports);
    expect(await ports.stored()).toMatchObject({
      repo: ports.job.repo,
      pr_number: 7,
      sender: ports.job.sender,
    });
    expect(ports.reader.asked.length).toBeGreaterThan(0);
    expect(ports.writer.bodies()).toEqual([expect.stringContaining("asked by octavia")]);
  });

  test("fails permanently if it does not exist", async () => {
    const ports = await prepared("x");
    ports.payloads.objects.clear();
    expect(await outcomeOf(ports)).toBe("result_missing");
  });

  test("fails permanently if the execution does not name it", async () => {
    const { input, ...ports } = await prepared("x");
    const { job_id, attempt } = input;
    expect(await outcomeOf({ ...ports, input: { job_id, attempt } as typeof input })).toBe("result_missing");
  });

  test.each([
    ["not JSON", "{"],
    ["not an object", '"answered"'],
    ["without a known outcome", JSON.stringify({ outcome: "done", markdown: "x", usage: null })],
    ["without a text", JSON.stringify({ outcome: "answered", markdown: { a: 1 }, usage: null })],
    [
      "without numbers",
      JSON.stringify({ outcome: "answered", markdown: "x", usage: { input_tokens: "many" } }),
    ],
    ["__proto__", '{"__proto__":{"outcome":"answered","markdown":"x","usage":null}}'],
  ])("fails permanently if it is %s", async (_what, left) => {
    expect(await outcomeOf(await jobWithStoredResult(left))).toBe("result_malformed");
  });

  test("fails permanently if it is too large for a pull request", async () => {
    expect(await outcomeOf(await prepared("x".repeat(256 * 1024)))).toBe("payload_too_large");
  });
});

test("publishes a result that an earlier version recorded in the job", async () => {
  const ports = await prepared("Later.");
  const json = JSON.stringify({ outcome: "answered", markdown: "Recorded before.", usage: null });
  const result_ref = await ports.payloads.put("results/abc-summary-r1", json);
  const { job_id, attempt } = ports.input;
  ports.jobs.put({ ...(await ports.stored()), state: "WORKER_SUCCEEDED", outcome: "answered", result_ref });
  expect(await publishResult({ job_id, attempt }, ports)).toEqual({ published: true });
  expect(ports.writer.bodies()).toEqual([expect.stringContaining("Recorded before.")]);
});
