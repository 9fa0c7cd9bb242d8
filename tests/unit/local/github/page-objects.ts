/** Fields that the tests read in responses of the page's own endpoints. */

export interface PageView {
  pull: unknown;
  timeline: unknown[];
  people: unknown[];
  checks: unknown[];
  checkSuite: number;
  showsJobs: boolean;
}

export interface Pushed {
  head_sha: string;
}
