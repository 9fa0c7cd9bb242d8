import { expect, test } from "@jest/globals";
import { failureReason } from "../../../../core/answering/failure-reasons.ts";
import { renderFailure } from "../../../../core/answering/render-answer.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { aJob } from "../../../fakes/records/job.ts";

test("a failure of an employee outside says what went wrong", () => {
  expect(renderFailure(aJob(), anEmployee(), "employee_http_422")).toContain(
    "(`employee_http_422`): its endpoint responded with HTTP 422. Nothing else was changed.",
  );
});

test("any other code stands for itself", () => {
  expect(failureReason("model_unknown")).toBeNull();
  expect(renderFailure(aJob(), anEmployee(), "model_unknown")).toContain("(`model_unknown`). Nothing else");
});
