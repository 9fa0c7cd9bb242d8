import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { failureReason } from "../../../../core/answering/failure-reasons.ts";
import { renderFailure } from "../../../../core/answering/render-answer.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";
import { codeIn, tableRows } from "../../../stack/documents/markdown.ts";

const docs = join(import.meta.dirname, "../../../../docs");

test("a failure of an employee outside says what went wrong", () => {
  expect(renderFailure(aJob(), anEmployee(), "employee_http_422")).toContain(
    "(`employee_http_422`): its endpoint responded with HTTP 422. Nothing else was changed.",
  );
});

test("any other code stands for itself", () => {
  expect(failureReason("model_unknown")).toBeNull();
  expect(renderFailure(aJob(), anEmployee(), "model_unknown")).toContain("(`model_unknown`). Nothing else");
});

test.each(["bring-your-own-employee.md", "github-workflow.md"])("docs/%s has codes with a reason", (page) => {
  const rows = tableRows(readFileSync(join(docs, page), "utf8"), "code");
  const codes = rows.flatMap(([cell = ""]) => codeIn(cell)).filter((code) => /^[a-z_]+$/.test(code));

  expect(codes.length).toBeGreaterThan(6);
  expect(codes.filter((code) => failureReason(code) === null)).toEqual([]);
});

test("every conclusion of a workflow run has a reason", () => {
  const conclusions = [
    "action_required",
    "cancelled",
    "failure",
    "neutral",
    "skipped",
    "stale",
    "startup_failure",
  ];

  for (const conclusion of [...conclusions, "success", "timed_out", "unknown"]) {
    expect([conclusion, failureReason(`workflow_${conclusion}`)]).toEqual([conclusion, expect.any(String)]);
  }
});
