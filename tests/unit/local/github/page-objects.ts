/** What the tests read of the answers that only the simulator's page asks for. */

export interface PageView {
  pull: unknown;
  timeline: unknown[];
  people: unknown[];
  showsJobs: boolean;
}

export interface Pushed {
  head_sha: string;
}
