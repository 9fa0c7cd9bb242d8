import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { readDeliveryItem } from "../adapters/dynamodb/delivery-item.ts";
import { createJobIndex } from "../adapters/dynamodb/job-index.ts";
import { createJobTable } from "../adapters/dynamodb/job-table.ts";
import { deliveryKey } from "../core/deliveries/delivery.ts";
import type { Job } from "../core/jobs/job.ts";
import { commentFragment, visibleComment } from "../core/jobs/status-comment.ts";
import type { JobFeed, JobView } from "./github/job-feed.ts";

export interface JobFeedOptions {
  /** The variables of an SDK client, such as `AWS_ENDPOINT_URL_*`. */
  environment: Record<string, string>;
  jobTable: string;
  idempotencyTable: string;
  hookId: () => string;
}

function answerOf({ comment }: Job): string | null {
  const id = visibleComment(comment);
  return id === null ? null : commentFragment({ ...comment }, id);
}

/** Reads jobs and deliveries for the page from the tables that the functions write. */
export function createTableJobFeed({
  environment,
  jobTable,
  idempotencyTable,
  hookId,
}: JobFeedOptions): JobFeed {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: environment.AWS_ENDPOINT_URL_DYNAMODB ?? "",
      region: environment.AWS_REGION ?? "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    }),
  );
  const jobs = createJobTable(jobTable, client);
  const index = createJobIndex(jobTable, client);

  async function view(job: Job): Promise<JobView> {
    const events = await jobs.events(job.job_id);
    return {
      job_id: job.job_id,
      employee: job.employee,
      command: `/${job.command.name} ${job.command.text}`.trim(),
      state: job.state,
      attempt: job.attempt,
      delivery_id: job.delivery_id,
      source: { kind: job.source.kind, id: job.source.id },
      answer: answerOf(job),
      events: events.map(({ n, to, at, reason }) => ({ n, state: to, at, reason })),
    };
  }

  return {
    async forPullRequest(repositoryId, prNumber) {
      const pull = { repo_id: repositoryId, pr_number: prNumber };
      const newest = await index.onPullRequest(pull, Number.POSITIVE_INFINITY);
      const found = await Promise.all(newest.toReversed().map((id) => jobs.read(id)));
      return Promise.all(found.flatMap((job) => (job ? [view(job)] : [])));
    },

    async forDelivery(deliveryId) {
      const pk = deliveryKey({ hook_id: hookId(), delivery_id: deliveryId });
      const { Item } = await client.send(new GetCommand({ TableName: idempotencyTable, Key: { pk } }));
      if (!Item) return null;
      const { status, outcome } = readDeliveryItem(Item);
      return {
        delivery_id: deliveryId,
        status,
        job_ids: outcome && "job_ids" in outcome ? outcome.job_ids : [],
      };
    },
  };
}
