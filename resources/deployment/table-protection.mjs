import { DescribeTableCommand, UpdateTableCommand } from "@aws-sdk/client-dynamodb";

/** Whether DynamoDB refuses to delete a table; false for one that is gone. */
export async function isProtected(client, TableName) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName })).catch((error) => {
    if (error.name === "ResourceNotFoundException") return {};
    throw error;
  });
  return Table?.DeletionProtectionEnabled === true;
}

/** Protects a table against deletion, or ends the protection. Returns whether that was a change. */
export async function setProtection(client, TableName, DeletionProtectionEnabled) {
  if ((await isProtected(client, TableName)) === DeletionProtectionEnabled) return false;
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled }));
  return true;
}
