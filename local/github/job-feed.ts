/** What the page shows of the jobs behind the comments. The laptop runtime reads it from the job table. */
export interface JobFeed {
  /** Jobs of one pull request, oldest first. */
  forPullRequest(repositoryId: number, prNumber: number): Promise<JobView[]>;
  /** What became of one webhook delivery; `null` when it is not known. */
  forDelivery(deliveryId: string): Promise<DeliveryView | null>;
}

export interface JobView {
  job_id: string;
  employee: string;
  command: string;
  state: string;
  attempt: number;
  delivery_id: string;
  events: JobEventView[];
}

export interface JobEventView {
  n: number;
  state: string;
  /** ISO 8601 UTC. */
  at: string;
  reason: string;
}

export interface DeliveryView {
  delivery_id: string;
  status: string;
  job_ids: string[];
}
