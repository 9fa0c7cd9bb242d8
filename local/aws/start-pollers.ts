import type { SQSClient } from "@aws-sdk/client-sqs";
import type { AwsOptions } from "./aws-options.ts";
import { createMapping, type EventSourceMapping } from "./events/event-source-mapping.ts";
import type { Functions } from "./start-functions.ts";
import type { Template } from "./template/template.ts";

/** Starts an event source mapping for each queue that a function reads from. */
export function startPollers(
  { functions, region, log, onBatch }: AwsOptions,
  template: Template,
  running: Functions,
  client: SQSClient,
): EventSourceMapping[] {
  const queues = template.ofType("AWS::SQS::Queue").map(({ local }) => local);
  const mappings = functions.flatMap(({ key, queueSources }) =>
    queueSources.map((source) => {
      const queueArn = String(template.resolve(source.queue));
      const queue = queues.find(({ attributes }) => attributes.Arn === queueArn);
      if (!queue)
        throw new Error(`Function "${key}" reads from ${queueArn}, which the template does not have`);
      const connection = { client, queueUrl: queue.ref, queueArn, region };
      return { ...connection, source, pool: running.pool(key), log, ...(onBatch ? { onBatch } : {}) };
    }),
  );
  return mappings.map(createMapping);
}
