import { documentClient } from "../../../../adapters/dynamodb/document-client.ts";
import { createJobTable } from "../../../../adapters/dynamodb/job-table.ts";
import type { JobState } from "../../../../core/jobs/job-state.ts";
import { consoleRoutes } from "../../../../operator/console/api/routes.ts";
import { serveConsole } from "../../../../operator/console/server/serve-console.ts";
import { startOperatorStack } from "../../../fakes/operator-stack.ts";
import { aNewJob, aNote } from "../../../fakes/records/job.ts";
import { deadLettersOf } from "../cli/dead-letters.ts";
import { ask, change } from "./ask.ts";

export type ConsoleOnStack = Awaited<ReturnType<typeof startConsoleOnStack>>;

/** Starts the console of a stack with real tables, queues and executions; `ada` is its user. */
export async function startConsoleOnStack(options: Parameters<typeof startOperatorStack>[0] = {}) {
  const stack = await startOperatorStack(options);
  const settings = { stage: "test", region: "eu-central-1", actor: "ada" };
  const routes = async () => consoleRoutes(settings, {});
  const console = await serveConsole({ port: 0, token: null, routes, failed() {} });
  const port = Number(new URL(console.url).port);

  async function answered(path: string, asked = {}) {
    const { status, text } = await ask(port, `/api/${path}`, asked);
    return { status, body: JSON.parse(text) };
  }

  return {
    stack,
    letters: deadLettersOf(stack),
    get: (path: string) => answered(path),
    post: (path: string, body: unknown) => answered(path, change(port, body)),

    /** Creates a job and moves it through these states, some minutes ago. */
    async jobIn(job_id: string, states: JobState[], minutes = 0, part = {}) {
      const clock = () => Date.now() - minutes * 60_000;
      const jobs = createJobTable(stack.ref("JobTable"), documentClient(), clock);
      let job = await jobs.create(aNewJob({ job_id, ...part }), aNote);
      for (const state of states) job = await jobs.transition(job, state, aNote);
      return job;
    },

    async stop() {
      await console.close();
      await stack.stop();
    },
  };
}
