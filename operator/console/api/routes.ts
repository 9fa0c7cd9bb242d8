import { isoTime } from "../../../core/clock.ts";
import type { Io } from "../../cli/io.ts";
import { examine } from "../../stack/doctor/examine.ts";
import type { Stack } from "../../stack/find-stack.ts";
import type { Finding } from "../../stack/finding.ts";
import type { JobReading } from "../../stack/jobs/find-jobs.ts";
import { jobReading } from "../../stack/jobs/job-reading.ts";
import { type ConsoleContext, type ConsoleSettings, createContext } from "./context.ts";
import { deadLetterRoutes } from "./dead-letter-routes.ts";
import { jobRoutes } from "./job-routes.ts";
import { overview } from "./overview.ts";
import { rememberJobs } from "./remembered-jobs.ts";
import type { ApiRoute } from "./route.ts";

/** How often the page asks: on AWS every question costs a little. */
const refreshMs = { laptop: 2_000, stage: 10_000 };

/** Everything that the page asks for, of one stack. */
export function consoleRoutes(settings: ConsoleSettings, io: Io): ApiRoute[] {
  const context = createContext(settings, io);
  const reading = readingOnce();
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
    ...deadLetterRoutes(context),
  ];
}

/** Two pages that ask at the same time are told the same: it takes seconds, and pings the endpoint. */
function healthOf(context: ConsoleContext) {
  let looking: Promise<{ at: string; findings: Finding[] }> | null = null;

  async function look() {
    const stack = await context.stackNow();
    return { findings: await examine(stack, context.apiUrl(stack)), at: isoTime(Date.now()) };
  }

  return () => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };
}

/** What is remembered of jobs outlives a request. */
function readingOnce(): (stack: Stack) => JobReading {
  let remembered: JobReading | null = null;
  return (stack) => {
    remembered ??= rememberJobs(jobReading(stack));
    return remembered;
  };
}
