import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type OperatorAws, startOperatorAws } from "../../../fakes/operator-aws.ts";
import { type CliOptions, runCli } from "./cli.ts";

let aws: OperatorAws;

beforeEach(async () => {
  aws = await startOperatorAws({ github: {}, model: { bedrock_region: "eu-west-1" } });
});

afterEach(() => aws.stop());

const setModel = (provider: string, args: string[], options: CliOptions = {}) =>
  runCli(["secrets", "set-model", "--stage", "test", "--provider", provider, ...args], {
    env: aws.environment,
    ...options,
  });

test("stores a provider's key, and keeps the other settings", async () => {
  const { code, stdout, stderr } = await setModel("anthropic", ["--key-stdin"], { stdin: "sk-ant-secret\n" });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("anthropic_api_key");
  expect(stdout).not.toContain("sk-ant");
  expect(aws.value("model")).toEqual({ bedrock_region: "eu-west-1", anthropic_api_key: "sk-ant-secret" });
  expect(aws.value("github")).toEqual({});
});

test("reports which setting a provider still lacks", async () => {
  const first = await setModel("openai-compatible", ["--key-stdin"], { stdin: "key" });
  expect(first.stderr).toContain("openai_compatible_base_url is missing");
  const second = await setModel("openai-compatible", ["--base-url", "https://models.example.com/v1/"]);
  expect(second.stderr).toBe("");
  expect(aws.value("model")).toMatchObject({
    openai_compatible_api_key: "key",
    openai_compatible_base_url: "https://models.example.com/v1",
  });
});

test("stores bedrock's region, which needs no key", async () => {
  expect((await setModel("bedrock", ["--model-region", "us-west-2"])).code).toBe(0);
  expect(aws.value("model")).toEqual({ bedrock_region: "us-west-2" });
  const again = await setModel("bedrock", ["--model-region", "us-west-2"]);
  expect(again.stdout).toContain("Nothing to change");
});

test("refuses an empty key", async () => {
  const { code, stderr } = await setModel("anthropic", ["--key-stdin"], { stdin: "\n" });
  expect(code).toBe(2);
  expect(stderr).toContain("The API key is empty.");
});
