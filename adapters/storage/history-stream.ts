import { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import type { HistoryRecord, HistoryStream } from "../../core/jobs/history-record.ts";
import { longTimeouts } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";

/** Maximum records per call. */
const batchSize = 500;

/** Opens a Firehose stream that collects JSON lines into files. */
export function createHistoryStream(name: string, client = new FirehoseClient(longTimeouts)): HistoryStream {
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
    // Responses are in the order of the request; only accepted records have an ID.
    return batch.filter((_record, index) => !RequestResponses[index]?.RecordId);
  } catch (error) {
    throw unavailable("history_stream", error);
  }
}
