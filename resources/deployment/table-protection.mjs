import { DescribeTableCommand, UpdateTableCommand } from "@aws-sdk/client-dynamodb";

/** Returns whether DynamoDB refuses to delete a table; false for a table that is gone. */
export async function isProtected(client, TableName) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName })).catch((error) => {
    if (error.name === "ResourceNotFoundException") return {};
    throw error;
  });
  return Table?.DeletionProtectionEnabled === true;
}

/** Sets or removes a table's deletion protection. Returns whether that changed anything. */
export async function setProtection(client, TableName, DeletionProtectionEnabled) {
  if ((await isProtected(client, TableName)) === DeletionProtectionEnabled) return false;
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled }));
  return true;
}
