import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { isNamed } from "../../../functions/adapters/aws-errors.ts";
import { documentClient } from "../../../functions/adapters/dynamo.ts";
import { type DeliveryId, deliveryKey } from "../../../functions/core/deliveries/delivery.ts";
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
