import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { isNamed, unavailable } from "../runtime/aws-errors.ts";
import { documentClient } from "./document-client.ts";

export type Item = Record<string, unknown>;

const nothing = () => null;

/** A DynamoDB table. Every method throws RetryableError `<service>_unavailable` when DynamoDB fails or throttles. */
export interface Table {
  /** Returns the item as last written; undefined if there is none. */
  get(key: Item): Promise<Item | undefined>;
  /** Writes an item. Returns what `ReturnValues` asks for; null if the condition does not hold. */
  put(input: Omit<PutCommandInput, "TableName">): Promise<Item | null>;
  /** Changes an item. Returns what `ReturnValues` asks for; null if the condition does not hold. */
  update(input: Omit<UpdateCommandInput, "TableName">): Promise<Item | null>;
  /** Changes an item like `update`. Throws what `refused` returns if the condition does not hold. */
  updateOrThrow(
    input: Omit<UpdateCommandInput, "TableName">,
    refused: (cause: unknown) => Error,
  ): Promise<Item>;
  /** Returns the items of a query: at most `Limit`, or all pages without a limit. */
  query(input: Omit<QueryCommandInput, "TableName">): Promise<Item[]>;
}

/** Opens a table; `service` names it in errors. */
export function openTable(
  TableName: string,
  service: string,
  client: DynamoDBDocumentClient = documentClient(),
): Table {
  async function conditional<Refused>(
    send: () => Promise<{ Attributes?: Item | undefined }>,
    refused: (error: unknown) => Refused,
  ): Promise<Item | Refused> {
    try {
      return (await send()).Attributes ?? {};
    } catch (error) {
      if (isNamed(error, "ConditionalCheckFailedException")) return refused(error);
      throw unavailable(service, error);
    }
  }

  return {
    async get(Key) {
      try {
        return (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
      } catch (error) {
        throw unavailable(service, error);
      }
    },

    put: (input) => conditional(() => client.send(new PutCommand({ TableName, ...input })), nothing),

    update: (input) => conditional(() => client.send(new UpdateCommand({ TableName, ...input })), nothing),

    updateOrThrow: (input, refused) =>
      conditional(
        () => client.send(new UpdateCommand({ TableName, ...input })),
        (error): never => {
          throw refused(error);
        },
      ),

    async query(input) {
      const found: Item[] = [];
      let from: Item | undefined;
      try {
        do {
          const page = new QueryCommand({ TableName, ...input, ExclusiveStartKey: from });
          const { Items = [], LastEvaluatedKey } = await client.send(page);
          found.push(...Items);
          from = input.Limit ? undefined : LastEvaluatedKey;
        } while (from);
        return found;
      } catch (error) {
        throw unavailable(service, error);
      }
    },
  };
}
