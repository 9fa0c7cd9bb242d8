import type { SQSClient } from "@aws-sdk/client-sqs";
import type { AwsOptions } from "./aws-options.ts";
import { createMapping, type EventSourceMapping } from "./events/event-source-mapping.ts";
import type { Functions } from "./start-functions.ts";
import type { Template } from "./template/template.ts";

/** One event source mapping for every queue that a function names. */
export function startPollers(
  { functions, region, log, tap }: AwsOptions,
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
      const place = { client, queueUrl: queue.ref, queueArn, region };
      return { ...place, source, pool: running.pool(key), log, ...(tap ? { tap } : {}) };
    }),
  );
  return mappings.map(createMapping);
}
