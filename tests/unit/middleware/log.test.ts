import { expect, test } from "@jest/globals";
import { workLogs } from "../../../middleware/log.ts";
import { createFakeLog } from "../../fakes/log.ts";

test("noted IDs are in every later line, and in no line of other work", () => {
  const log = createFakeLog();
  const [first, second] = [{}, {}];
  const logOf = workLogs(log);
  logOf(first).note({ delivery_id: "d-1" });
  logOf(second).note({ delivery_id: "d-2" });
  logOf(first).info("done", { kind: "ignored" });
  logOf(first).note({ job_id: "j-1" });
  logOf(first).error("failed", { code: "down" });
  logOf(second).info("done", {});
  expect(log.lines).toEqual([
    { level: "info", message: "done", fields: { delivery_id: "d-1", kind: "ignored" } },
    { level: "error", message: "failed", fields: { delivery_id: "d-1", job_id: "j-1", code: "down" } },
    { level: "info", message: "done", fields: { delivery_id: "d-2" } },
  ]);
});

test("a log starts with the known IDs", () => {
  const log = createFakeLog();
  const logOf = workLogs(log, ({ id }: { id: string }) => ({ message_id: id }));
  logOf({ id: "m-1" }).info("done", {});
  expect(log.lines).toMatchObject([{ fields: { message_id: "m-1" } }]);
});

test("a line's own fields override noted IDs", () => {
  const log = createFakeLog();
  const work = {};
  const logOf = workLogs(log);
  logOf(work).note({ job_ids: ["a"] });
  logOf(work).info("done", { job_ids: ["a", "b"] });
  expect(log.lines[0]?.fields).toEqual({ job_ids: ["a", "b"] });
});
