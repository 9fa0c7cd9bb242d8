import { marshall } from "@aws-sdk/util-dynamodb";
import type { AttributeValue, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";

export type Item = Record<string, unknown>;

/** The stream records of these writes, with the IDs `s-0`, `s-1` and so on. */
export function aStreamEvent(writes: { before: Item | null; after: Item }[]): DynamoDBStreamEvent {
  const Records = writes.map(({ before, after }, index): DynamoDBRecord => {
    const old = before ? { OldImage: image(before) } : {};
    return {
      eventID: `e-${index}`,
      eventName: before ? "MODIFY" : "INSERT",
      dynamodb: { SequenceNumber: `s-${index}`, NewImage: image(after), ...old },
    };
  });
  return { Records };
}

function image(item: Item): Record<string, AttributeValue> {
  return marshall(item, { removeUndefinedValues: true }) as Record<string, AttributeValue>;
}
