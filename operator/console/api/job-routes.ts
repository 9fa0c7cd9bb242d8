import { type JobState, jobStates } from "../../../core/jobs/job-state.ts";
import { parsePositive, parseRepository } from "../../cli/options/stack-options.ts";
import type { Stack } from "../../stack/find-stack.ts";
import { cancelOne, type JobChanged, retryOne } from "../../stack/jobs/change-job.ts";
import { findJobs, type JobFilter, type JobReading } from "../../stack/jobs/find-jobs.ts";
import { askStackGitHub, findRepository } from "../../stack/jobs/find-repository.ts";
import { readStory } from "../../stack/jobs/job-story.ts";
import { unknownJob } from "../../stack/jobs/refusal-texts.ts";
import { timeline } from "../../stack/jobs/timeline.ts";
import { Refusal } from "../server/refusal.ts";
import type { ConsoleContext } from "./context.ts";
import { listed } from "./live-jobs.ts";
import type { ApiRequest, ApiRoute } from "./route.ts";

const atMost = 200;

/** Jobs by what they are of, one with all that happened to it, and what may be done with it. */
export function jobRoutes(context: ConsoleContext, reading: (stack: Stack) => JobReading): ApiRoute[] {
  const change =
    (act: typeof retryOne) =>
    async ({ params: [id = ""], body }: ApiRequest) => {
      const stack = await context.stack();
      return outcome(await act(id, await context.by(stack, body), stack));
    };

  return [
    {
      method: "GET",
      path: /^jobs$/,
      async handle({ query }) {
        const filter = filterOf(query);
        const limit = Math.min(atMost, parsePositive(query.get("limit") ?? "50"));
        const stack = await context.stack();
        const named = query.get("repo");
        const ask = askStackGitHub(stack, context.apiUrl(stack));
        const repo_id = named && (await findRepository(parseRepository(named), reading(stack), ask));
        if (named && !repo_id) return { jobs: [] };
        const found = await findJobs({ ...filter, ...(repo_id && { repo_id }) }, limit, reading(stack));
        return { jobs: found.map(listed) };
      },
    },
    {
      method: "GET",
      path: /^jobs\/([\w-]+)$/,
      async handle({ params: [id = ""], query }) {
        const stack = await context.stack();
        const story = await readStory(id, stack, context.apiUrl(stack));
        if (!story) throw refused(404, unknownJob(id, stack));
        const { job, executions, links } = story;
        const text = query.has("body") ? `/${job.command.name} ${job.command.text}`.trim() : null;
        return { job: listed(job), text, moments: timeline(story), executions, links };
      },
    },
    { method: "POST", path: /^jobs\/([\w-]+)\/retry$/, handle: change(retryOne) },
    { method: "POST", path: /^jobs\/([\w-]+)\/cancel$/, handle: change(cancelOne) },
  ];
}

function outcome(changed: JobChanged) {
  if (!("done" in changed)) throw refused(409, changed);
  return { done: changed.done, job: listed(changed.job) };
}

function refused(status: number, { message, advice }: { message: string; advice: string }): Refusal {
  return new Refusal(status, status === 404 ? "unknown" : "not_done", message, advice);
}

function filterOf(query: URLSearchParams): JobFilter {
  const [repo, pr] = [query.get("repo"), query.get("pr")];
  if (pr && !repo) throw new Refusal(400, "invalid", "A pull request is one of a repository.");
  return {
    states: query.getAll("state").map(stateOf),
    ...(pr && { pr: parsePositive(pr) }),
  };
}

function stateOf(text: string): JobState {
  const state = jobStates.find((one) => one === text);
  if (state) return state;
  throw new Refusal(400, "invalid", "That is no state of a job.", `It is one of ${jobStates.join(", ")}.`);
}
