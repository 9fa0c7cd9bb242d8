import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { insightsUrl, jobLinks, loggingFunctions } from "../../../../../operator/stack/jobs/job-links.ts";
import { aJob } from "../../../../fakes/records/job.ts";

describe("the links of a job", () => {
  const place = { name: "pr-comment-automation-prod", stage: "prod", region: "eu-central-1" };
  const started = {
    arn: "arn:aws:states:eu-central-1:1:execution:pr-comment-automation-prod-employee-task:j-r1",
    ...{ name: "j-r1", status: "FAILED", started_at: null, stopped_at: null, step: null, failed_steps: [] },
  };

  test("on AWS lead to the answer, the execution and the logs", () => {
    const job = aJob({ comment: { phase: "POSTED", id: 12, continuation_ids: [] } });
    const links = jobLinks(job, [started], place, "https://api.github.com");
    expect(links.answer).toBe("https://github.com/octo-demo/payments/pull/7#issuecomment-12");
    expect(links.execution).toBe(
      `https://eu-central-1.console.aws.amazon.com/states/home?region=eu-central-1#/v2/executions/details/${encodeURIComponent(started.arn)}`,
    );
    expect(links.logs).toContain(`job_id*20*3d*20*22${job.job_id}*22`);
    expect(links.logs).toContain("~'*2faws*2flambda*2fpr-comment-automation-prod-publishResult");
  });

  test("without an answer or a known execution lead to the pull request and the logs", () => {
    const links = jobLinks(aJob(), [{ ...started, status: "MISSING" }], place, "https://api.octo.ghe.com");
    expect(links["pull request"]).toBe("https://octo.ghe.com/octo-demo/payments/pull/7");
    expect(Object.keys(links)).toEqual(["pull request", "logs"]);
  });

  test("on the laptop lead to the page and the log files", () => {
    const links = jobLinks(aJob(), [started], { ...place, stage: "local" }, "http://localhost:3300");
    expect(links["pull request"]).toBe("http://localhost:3300/octo-demo/payments/pull/7");
    expect(links.logs).toBe(`grep -h ${aJob().delivery_id} .local/logs/*.log`);
  });

  test("lead to the workflow run, if the job has one", () => {
    const run = { attempt: 1, url: "https://github.com/octo-demo/payments/actions/runs/7" };
    const links = jobLinks(aJob({ run }), [started], place, "https://api.github.com");
    expect(links["workflow run"]).toBe(run.url);
  });

  test("encode a query as the AWS console does", () => {
    const query = 'filter message = "a, b" | sort @timestamp é€';
    const times = { from: "2026-11-23T09:00:00.000Z", to: "2026-11-24T09:00:00.000Z" };
    const url = insightsUrl({ region: "us-east-1", logGroups: ["/aws/lambda/x-y"], query, ...times });
    expect(url.split("$3D~")).toEqual([
      "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:logs-insights$3FqueryDetail",
      "(end~'2026-11-24T09*3a00*3a00.000Z~start~'2026-11-23T09*3a00*3a00.000Z~timeType~'ABSOLUTE~tz~'UTC" +
        "~editorString~'filter*20message*20*3d*20*22a*2c*20b*22*20*7c*20sort*20*40timestamp*20*e9**20ac" +
        "~source~(~'*2faws*2flambda*2fx-y))",
    ]);
  });

  test("name only existing functions", () => {
    const keys = globSync("functions/*/function.yml").map((file) => readFileSync(file, "utf8").split(":")[0]);
    expect(loggingFunctions.filter((name) => !keys.includes(name))).toEqual([]);
  });
});
