import { expect, test } from "@jest/globals";
import { historyRecordSchema } from "../../../core/jobs/history-record.schema.ts";
import { sourceResources } from "./source-resources.ts";

/** The parts of the resources that are compared here. */
interface Compared {
  JobHistoryTable: {
    Properties: {
      TableInput: {
        Parameters: Record<string, string>;
        PartitionKeys: { Name: string }[];
        StorageDescriptor: { Location: string; Columns: { Name: string; Type: string }[] };
      };
    };
  };
  JobHistoryStream: { Properties: { ExtendedS3DestinationConfiguration: { Prefix: string } } };
  JobTable: { Properties: { StreamSpecification: { StreamViewType: string } } };
}

const { JobHistoryTable, JobHistoryStream, JobTable } = sourceResources<Compared>(
  "athena.yml",
  "analytics.yml",
  "tables.yml",
);
const { TableInput } = JobHistoryTable.Properties;
const types: Record<string, string> = { string: "string", integer: "bigint" };

test("the table has a column for every property of a record, in order", () => {
  const expected = Object.entries(historyRecordSchema.properties).map(([Name, { type }]) => ({
    Name,
    Type: types[type],
  }));
  expect(TableInput.StorageDescriptor.Columns).toEqual(expected);
});

test("the table's days are the folders that the stream writes", () => {
  const { Prefix } = JobHistoryStream.Properties.ExtendedS3DestinationConfiguration;
  expect(Prefix).toBe("history/dt=!{timestamp:yyyy-MM-dd}/");
  // Without its own template, a projected partition is at <location>/<key>=<value>/.
  expect(TableInput.StorageDescriptor.Location).toMatch(/^s3:.*JobHistoryBucket.\/history\/$/);
  expect(TableInput.PartitionKeys.map(({ Name }) => Name)).toEqual(["dt"]);
  expect(TableInput.Parameters).toMatchObject({
    "projection.enabled": "true",
    "projection.dt.type": "date",
    "projection.dt.format": "yyyy-MM-dd",
  });
});

test("the job table's stream has each item before and after the change", () => {
  expect(JobTable.Properties.StreamSpecification).toEqual({ StreamViewType: "NEW_AND_OLD_IMAGES" });
});
