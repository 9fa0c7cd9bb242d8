import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { connect } from "../../../../operator/stack/connect.ts";
import { removeLaptopFile, writeLaptopFile } from "../../../../operator/stack/laptop-file.ts";

let folder: string;
const environment = { ...process.env };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "connect-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  process.env = { ...environment };
});

test("stage local is the laptop that runs from this folder, whatever AWS_PROFILE is set", () => {
  process.env.AWS_PROFILE = "prod";
  const connection = { AWS_REGION: "eu-central-1", AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
  writeLaptopFile(folder, { pid: process.pid, connection, environments: {} });
  expect(connect({ stage: "local", region: "us-east-1" }, folder)).toEqual({
    stage: "local",
    region: "eu-central-1",
  });
  expect(process.env).toMatchObject(connection);
  expect(process.env.AWS_PROFILE).toBeUndefined();
});

test("reports that no laptop is running", () => {
  const local = { stage: "local", region: "us-east-1" };
  expect(() => connect(local, folder)).toThrow("No laptop is running from this folder.");
  // A killed laptop leaves its file behind.
  writeLaptopFile(folder, { pid: 2 ** 22 + 1, connection: {}, environments: {} });
  expect(() => connect(local, folder)).toThrow("No laptop is running from this folder.");
});

test("a laptop that ends does not remove the file of another one", () => {
  const connection = { AWS_REGION: "eu-central-1" };
  writeLaptopFile(folder, { pid: process.ppid, connection, environments: {} });
  removeLaptopFile(folder);
  expect(connect({ stage: "local", region: "x" }, folder).region).toBe("eu-central-1");
  writeLaptopFile(folder, { pid: process.pid, connection, environments: {} });
  removeLaptopFile(folder);
  expect(() => connect({ stage: "local", region: "x" }, folder)).toThrow("No laptop is running");
});

test("any other stage is on AWS in the given region", () => {
  process.env.AWS_PROFILE = "prod";
  expect(connect({ stage: "prod", region: "eu-west-1" }, folder)).toEqual({
    stage: "prod",
    region: "eu-west-1",
  });
  expect(process.env).toMatchObject({ AWS_REGION: "eu-west-1", AWS_PROFILE: "prod" });
});
