import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Webhook } from "standardwebhooks";
import { parse } from "yaml";
import { createGitHubActions } from "../../../../adapters/github/actions.ts";
import { isEmployeeResult } from "../../../../core/generated/validators.mjs";
import type { GitHub } from "../../../../local/github/start-github.ts";
import { clientOf, startSimulatedGitHub } from "../../../fakes/github.ts";
import { startHttpServer } from "../../../fakes/http-server.ts";
import { aFrozenTask, aTask, aTaskCall } from "../../../fakes/records/task.ts";

const file = new URL("../../../../docs/examples/workflow/count-lines.yml", import.meta.url);
const workflow = { repository: "octo-demo/payments", file: "count-lines.yml", ref: "main" };
const secret = Buffer.from("48 bytes that sign the messages of one employee.").toString("base64");
const changed = { path: "src/pay.ts", additions: 12, deletions: 3, status: "modified", patch: "" };

let github: GitHub;
let outside: Awaited<ReturnType<typeof startHttpServer>>;
/** Bodies of the callbacks whose signature is valid. */
let received: unknown[];

beforeAll(async () => {
  github = await startSimulatedGitHub();
  github.store.repository("octo-demo", "payments").secrets.set("EMPLOYEE_SECRET", `whsec_${secret}`);
  received = [];
  outside = await startHttpServer(async (request, response) => {
    if (request.url === "/context") {
      response.end(JSON.stringify({ ...aFrozenTask(), files: [changed] }));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    received.push(new Webhook(secret).verify(body, request.headers as Record<string, string>));
    response.end('{"status":"accepted"}');
  });
});

afterAll(async () => {
  await github.stop();
  await outside.stop();
});

test("the example reads its task, signs a heartbeat and a result, and is found by its title", async () => {
  const task = aTask({
    context: { ...aTaskCall.context, url: `${outside.url}/context` },
    callback: { url: `${outside.url}/callbacks/id`, secret_id: "employees/summary" },
  });
  const runs = createGitHubActions(clientOf(github));
  const started = await runs.start(workflow, { task: JSON.stringify(task) });
  await github.actions.idle();
  const run = github.store.repository("octo-demo", "payments").workflowRuns.get(started?.id ?? 0);
  expect(run?.log).toBe("## Run\n");
  expect(run?.conclusion).toBe("success");
  const { job_id, attempt } = task;
  const [beat, result] = received;
  expect(beat).toEqual({ job_id, attempt, type: "heartbeat", progress: "Counting the lines" });
  expect(result).toMatchObject({ job_id, attempt, type: "result", markdown: "- `src/pay.ts`: +12 -3" });
  expect(isEmployeeResult(result)).toBe(true);
  const title = { name: `${job_id}-r${attempt}`, since: "2000-01-01T00:00:00Z" };
  expect(await runs.find(workflow, title)).toEqual(started);
});

test("the example keeps the task out of GitHub's log, and its token has no permission", () => {
  const { permissions, jobs } = parse(readFileSync(file, "utf8"));
  expect(permissions).toEqual({});
  expect(JSON.stringify(jobs)).not.toMatch(/inputs\s*\.\s*task(?!\))/);
  expect(Object.keys(jobs.answer.steps[0].env)).toEqual(["SECRET"]);
});

test("a callback that is refused fails the run, with the response in its log", async () => {
  const refusing = await startHttpServer((_request, response) => {
    response.writeHead(409).end('{"error":"wrong_attempt"}');
  });
  const task = aTask({ callback: { url: `${refusing.url}/callbacks/id`, secret_id: "employees/summary" } });
  const runs = createGitHubActions(clientOf(github));
  const started = await runs.start(workflow, { task: JSON.stringify(task) });
  await github.actions.idle();
  await refusing.stop();
  const run = github.store.repository("octo-demo", "payments").workflowRuns.get(started?.id ?? 0);
  expect(run?.conclusion).toBe("failure");
  expect(run?.log).toContain('409 {"error":"wrong_attempt"}');
});
