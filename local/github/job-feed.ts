/** Port: the jobs that the page shows beside the comments. The laptop reads them from its job table. */
export interface JobFeed {
  /** Returns the jobs of one pull request, oldest first. */
  forPullRequest(repositoryId: number, prNumber: number): Promise<JobView[]>;
  /** Returns the state of one webhook delivery and its jobs; null if the delivery is unknown. */
  forDelivery(deliveryId: string): Promise<DeliveryView | null>;
}

export interface JobView {
  job_id: string;
  employee: string;
  command: string;
  state: string;
  attempt: number;
  delivery_id: string;
  /** The comment or review with the command, or the check run with the button. */
  source: { kind: string; id: number };
  /** Fragment of the link to the answer, such as `issuecomment-1`; null without a visible one. */
  answer: string | null;
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
