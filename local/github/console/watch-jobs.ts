import type { JobView } from "../job-feed.ts";

export interface JobsSeen {
  jobs: JobView[];
  /** Why the list may be old, in words; null when it is not. */
  problem: string | null;
}

const pollMs = 300;

/** Asks for the jobs of one pull request while its page is open, and tells what changed. */
export function watchJobs(ask: () => Promise<JobView[]>, onChange: (seen: JobsSeen) => void): () => void {
  let last = "";
  let known: JobView[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  async function look(): Promise<JobsSeen> {
    try {
      known = await ask();
      return { jobs: known, problem: null };
    } catch (error) {
      return { jobs: known, problem: error instanceof Error ? error.message : String(error) };
    }
  }

  async function poll(): Promise<void> {
    const seen = await look();
    if (stopped) return;
    const text = JSON.stringify(seen);
    if (text !== last) onChange(seen);
    last = text;
    timer = setTimeout(() => void poll(), pollMs);
  }

  void poll();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
