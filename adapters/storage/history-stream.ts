import { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import type { HistoryRecord } from "../../core/jobs/history-record.ts";
import type { HistoryStream } from "../../core/jobs/history-stream.ts";
import { patient } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";

/** What one call takes. */
const batchSize = 500;

/** A delivery stream of Firehose, which puts together files of JSON lines. */
export function createHistoryStream(name: string, client = new FirehoseClient(patient)): HistoryStream {
  return {
    async put(records) {
      const left: HistoryRecord[] = [];
      for (let start = 0; start < records.length; start += batchSize) {
        left.push(...(await putBatch(client, name, records.slice(start, start + batchSize))));
      }
      return left;
    },
  };
}

async function putBatch(
  client: FirehoseClient,
  name: string,
  batch: HistoryRecord[],
): Promise<HistoryRecord[]> {
  const Records = batch.map((record) => ({ Data: Buffer.from(`${JSON.stringify(record)}\n`) }));
  try {
    const { RequestResponses = [] } = await client.send(
      new PutRecordBatchCommand({ DeliveryStreamName: name, Records }),
    );
    // In the order of the request; only what was taken has an id.
    return batch.filter((_record, index) => !RequestResponses[index]?.RecordId);
  } catch (error) {
    throw unavailable("history_stream", error);
  }
}
