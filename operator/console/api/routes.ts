import { isoTime } from "../../../core/clock.ts";
import { runChecks } from "../../stack/doctor/run-checks.ts";
import type { Stack } from "../../stack/find-stack.ts";
import type { Finding } from "../../stack/finding.ts";
import { createJobReader, type JobReader } from "../../stack/jobs/find-jobs.ts";
import { cacheJobs } from "./cache-jobs.ts";
import { circuitRoutes } from "./circuit-routes.ts";
import { type ConsoleContext, type ConsoleSettings, createContext } from "./context.ts";
import { deadLetterRoutes } from "./dead-letter-routes.ts";
import { deliveryRoutes } from "./delivery-routes.ts";
import { explainRoutes } from "./explain-routes.ts";
import { intakeRoutes } from "./intake-routes.ts";
import { jobRoutes } from "./job-routes.ts";
import { overview } from "./overview.ts";
import { reportRoutes } from "./report-routes.ts";
import { rolloutRoutes } from "./rollout-routes.ts";
import type { ApiRoute } from "./route.ts";

/** How often the page refreshes: on AWS each refresh costs a little. */
const refreshMs = { laptop: 2_000, stage: 10_000 };

/** Returns all endpoints for the page of one stack. */
export function consoleRoutes(
  settings: ConsoleSettings,
  env: Record<string, string | undefined>,
): ApiRoute[] {
  const context = createContext(settings, env);
  const reading = sharedReading();
  return [
    {
      method: "GET",
      path: /^overview$/,
      async handle() {
        const stack = await context.stack();
        const refresh_ms = stack.stage === "local" ? refreshMs.laptop : refreshMs.stage;
        return { ...(await overview(stack, reading(stack))), refresh_ms };
      },
    },
    { method: "GET", path: /^health$/, handle: healthOf(context) },
    ...jobRoutes(context, reading),
    ...deliveryRoutes(context),
    ...explainRoutes(context),
    ...deadLetterRoutes(context),
    ...reportRoutes(context, reading),
    ...intakeRoutes(context),
    ...rolloutRoutes(context),
    ...circuitRoutes(context),
  ];
}

/** Shares one examination between simultaneous requests: it takes seconds and pings the endpoint. */
function healthOf(context: ConsoleContext) {
  let examination: Promise<{ at: string; findings: Finding[] }> | null = null;

  async function run() {
    const stack = await context.stackNow();
    return { findings: await runChecks(stack, context.apiUrl(stack)), at: isoTime(Date.now()) };
  }

  return () => {
    examination ??= run().finally(() => {
      examination = null;
    });
    return examination;
  };
}

/** Returns a cache of jobs that all requests share. */
function sharedReading(): (stack: Stack) => JobReader {
  let shared: JobReader | null = null;
  return (stack) => {
    shared ??= cacheJobs(createJobReader(stack));
    return shared;
  };
}
