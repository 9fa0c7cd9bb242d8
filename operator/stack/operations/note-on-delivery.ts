import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { documentClient } from "../../../adapters/dynamodb/document-client.ts";
import { isNamed } from "../../../adapters/runtime/aws-errors.ts";
import { type DeliveryId, deliveryKey } from "../../../core/deliveries/delivery.ts";
import type { Operation } from "./operation-log.ts";

/** Keeps an operation with the delivery that it was done to, so that `job` tells of it; nothing where there is no record. */
export async function noteOnDelivery(
  tableName: string,
  id: DeliveryId,
  { kind, at, actor, reason }: Operation,
  client: DynamoDBDocumentClient = documentClient(),
): Promise<void> {
  try {
    await client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: { pk: deliveryKey(id) },
        UpdateExpression: "SET operations = list_append(if_not_exists(operations, :none), :one)",
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeValues: { ":none": [], ":one": [{ kind, at, actor, reason }] },
      }),
    );
  } catch (error) {
    if (!isNamed(error, "ConditionalCheckFailedException")) throw error;
  }
}
