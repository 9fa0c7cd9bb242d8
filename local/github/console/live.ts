import type { ServerResponse } from "node:http";
import type { JobFeed } from "../job-feed.ts";
import type { GitHubStore } from "../state/github-store.ts";
import type { ConsoleRoute } from "./route.ts";
import { watchJobs } from "./watch-jobs.ts";

export interface Live {
  routes: ConsoleRoute[];
  stop(): void;
}

const gatherMs = 40;
const heartbeatMs = 15_000;

/** Server-sent events: `changed` when the page should look again, `jobs` with their states. */
export function createLive(store: GitHubStore, jobs: JobFeed | null): Live {
  const pages = new Set<ServerResponse>();
  const stopWatching = new Set<() => void>();
  let gathering: NodeJS.Timeout | undefined;

  function repositoryId(fullName: string): number {
    const [owner = "", name = ""] = fullName.split("/");
    return store.repository(owner, name).id;
  }

  const unsubscribe = store.changes.subscribe(() => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      for (const page of pages) writeEvent(page, "changed", {});
    }, gatherMs);
  });
  const heartbeat = setInterval(() => {
    for (const page of pages) page.write(": still here\n\n");
  }, heartbeatMs);
  heartbeat.unref();

  const route: ConsoleRoute = {
    method: "GET",
    path: /^\/_sim\/events$/,
    handle({ query, response }) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      writeEvent(response, "changed", {});
      pages.add(response);
      const stop = jobs
        ? watchJobs(
            () => jobs.forPullRequest(repositoryId(query.get("repo") ?? ""), Number(query.get("pr"))),
            (seen) => writeEvent(response, "jobs", seen),
          )
        : () => {};
      stopWatching.add(stop);
      response.on("close", () => {
        pages.delete(response);
        stopWatching.delete(stop);
        stop();
      });
    },
  };

  return {
    routes: [route],
    stop() {
      unsubscribe();
      clearTimeout(gathering);
      clearInterval(heartbeat);
      for (const stop of stopWatching) stop();
      for (const page of pages) page.end();
    },
  };
}

function writeEvent(page: ServerResponse, event: string, data: unknown): void {
  page.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
