import type { ServerResponse } from "node:http";
import type { JobFeed } from "../job-feed.ts";
import type { GitHubStore } from "../state/github-store.ts";
import type { PageRoute } from "./page-route.ts";
import { pollJobs } from "./poll-jobs.ts";

export interface LiveUpdates {
  routes: PageRoute[];
  stop(): void;
}

/** Changes within this time become one event. */
const debounceMs = 40;
const heartbeatMs = 15_000;

/** Serves server-sent events: `changed` tells a page to reload its data, `jobs` carries the jobs with their states. */
export function createLiveUpdates(store: GitHubStore, jobs: JobFeed | null): LiveUpdates {
  const pages = new Set<ServerResponse>();
  const stopPolling = new Set<() => void>();
  let pending: NodeJS.Timeout | undefined;

  function repositoryId(fullName: string): number {
    const [owner = "", name = ""] = fullName.split("/");
    return store.repository(owner, name).id;
  }

  const unsubscribe = store.changes.subscribe(() => {
    pending ??= setTimeout(() => {
      pending = undefined;
      for (const page of pages) writeEvent(page, "changed", {});
    }, debounceMs);
  });
  const heartbeat = setInterval(() => {
    for (const page of pages) page.write(": heartbeat\n\n");
  }, heartbeatMs);
  heartbeat.unref();

  const route: PageRoute = {
    method: "GET",
    path: /^\/_sim\/events$/,
    handle({ query, response }) {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      writeEvent(response, "changed", {});
      pages.add(response);
      const stop = jobs
        ? pollJobs(
            () => jobs.forPullRequest(repositoryId(query.get("repo") ?? ""), Number(query.get("pr"))),
            (update) => writeEvent(response, "jobs", update),
          )
        : () => {};
      stopPolling.add(stop);
      response.on("close", () => {
        pages.delete(response);
        stopPolling.delete(stop);
        stop();
      });
    },
  };

  return {
    routes: [route],
    stop() {
      unsubscribe();
      clearTimeout(pending);
      clearInterval(heartbeat);
      for (const stop of stopPolling) stop();
      for (const page of pages) page.end();
    },
  };
}

function writeEvent(page: ServerResponse, event: string, data: unknown): void {
  page.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
