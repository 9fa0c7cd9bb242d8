import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { putVersion } from "../../../../local/aws/secrets/secret-store.ts";
import { type OperatorAws, startOperatorAws } from "../../../fakes/operator-aws.ts";
import { type CliOptions, runCli, spawnCli } from "./cli.ts";
import { anAppKey, anotherKindOfKey, aPublicKey } from "./keys.ts";

const fresh = { webhook_secret: "generated-by-the-stack", app_id: 0, private_key: "" };

let aws: OperatorAws;
let directory: string;
let key: string;

beforeAll(() => {
  key = anAppKey();
});

beforeEach(async () => {
  aws = await startOperatorAws({ github: fresh });
  directory = mkdtempSync(join(tmpdir(), "keys-"));
});

afterEach(async () => {
  rmSync(directory, { recursive: true });
  await aws.stop();
});

const set = (args: string[], options: CliOptions = {}) =>
  runCli(["secrets", "set", "--stage", "test", ...args], { env: aws.environment, ...options });

function keyFile(text: string, mode = 0o600): string {
  const path = join(directory, "app.pem");
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe("the App's ID and key", () => {
  test("are stored from a file, and the webhook secret stays", async () => {
    const { code, stdout, stderr } = await set(["--app-id", "77", "--private-key-file", keyFile(key)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("pr-comment-automation-test: app_id, private_key.");
    expect(stdout).not.toContain("BEGIN");
    expect(aws.value("github")).toEqual({ ...fresh, app_id: 77, private_key: key });
    expect(aws.value("github", "AWSPREVIOUS")).toEqual(fresh);
  });

  test("can be stored separately, the key from standard input", async () => {
    await set(["--private-key-stdin"], { stdin: key });
    await set(["--app-id", "77"]);
    expect(aws.value("github")).toEqual({ ...fresh, app_id: 77, private_key: key });
  });

  test("create no new version if they have not changed", async () => {
    await set(["--app-id", "77"]);
    const versions = aws.secret("github").versions.size;
    const { code, stdout } = await set(["--app-id", "77"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "Nothing to change: the secret already has these values.\n",
    });
    expect(aws.secret("github").versions.size).toBe(versions);
  });

  test("come with a warning if other users can read the file", async () => {
    const { code, stderr } = await set(["--private-key-file", keyFile(key, 0o644)]);
    expect(code).toBe(0);
    expect(stderr).toContain("other users of this machine can read");
  });
});

test.each([
  ["a public key", aPublicKey, "That is a public key"],
  ["another kind of key", anotherKindOfKey, "not an RSA private key"],
  ["a short key", () => anAppKey(1024), "fewer than 2048 bits"],
  ["no key at all", () => "gho_verysecret", "not an RSA private key"],
])("refuses %s, and does not repeat it", async (_what, make, message) => {
  const text = make();
  const { code, stdout, stderr } = await set(["--private-key-stdin"], { stdin: text });
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).toContain("App's settings");
  expect(stdout + stderr).not.toContain(text.trim().split("\n").at(-1));
  expect(aws.value("github")).toEqual(fresh);
});

test("names a missing file", async () => {
  const path = join(directory, "none.pem");
  const args = ["secrets", "set", "--stage", "test", "--private-key-file", path];
  const { code, stderr } = await spawnCli(args, { env: aws.environment });
  expect(code).toBe(1);
  expect(stderr).toContain("none.pem cannot be read (ENOENT).");
});

test("names a stage that is not deployed, and the region", async () => {
  const args = ["secrets", "set", "--stage", "other", "--region", "eu-west-1", "--app-id", "1"];
  const { code, stderr } = await runCli(args, { env: aws.environment });
  expect(code).toBe(1);
  expect(stderr).toContain("There is no stack pr-comment-automation-other in eu-west-1.");
  expect(stderr).toContain("npx sls deploy --stage other --region eu-west-1");
});

describe("the webhook secret", () => {
  test("is stored, and the previous one stays valid for a day", async () => {
    const { code, stdout } = await set(["--webhook-secret-stdin"], { stdin: "0123456789abcdef-new\n" });
    expect(code).toBe(0);
    expect(stdout).toContain("24 hours");
    expect(stdout).not.toContain("0123456789abcdef");
    expect(aws.value("github")).toEqual({ ...fresh, webhook_secret: "0123456789abcdef-new" });
  });

  test.each(["short", "with spaces that a user pasted"])("%j is refused", async (stdin) => {
    const { code, stderr } = await set(["--webhook-secret-stdin"], { stdin });
    expect(code).toBe(1);
    expect(stderr).toContain("openssl rand -hex 32");
    expect(aws.value("github")).toEqual(fresh);
  });
});

describe("during a rotation", () => {
  const pendingValue = { ...fresh, webhook_secret: "the-pending-one" };

  test("a new key ends it, and both webhook secrets stay valid", async () => {
    putVersion(aws.secret("github"), "rotating", JSON.stringify(pendingValue), ["AWSPENDING"]);
    const { code, stderr } = await set(["--private-key-stdin"], { stdin: key });
    expect(code).toBe(0);
    expect(stderr).toContain("secrets rotate");
    expect(aws.value("github")).toEqual({ ...pendingValue, private_key: key });
    expect(aws.value("github", "AWSPREVIOUS")).toEqual(fresh);
    expect(aws.value("github", "AWSPENDING")).toBeNull();
  });

  test("another webhook secret is refused", async () => {
    putVersion(aws.secret("github"), "rotating", JSON.stringify(pendingValue), ["AWSPENDING"]);
    const { code, stderr } = await set(["--webhook-secret-stdin"], { stdin: "0123456789abcdef" });
    expect(code).toBe(1);
    expect(stderr).toContain("A rotation of the webhook secret is in progress.");
    expect(aws.value("github")).toEqual(fresh);
    expect(aws.value("github", "AWSPENDING")).toEqual(pendingValue);
  });

  test("a new ID is stored if the rotation has not created a version", async () => {
    putVersion(aws.secret("github"), "rotating", null, ["AWSPENDING"]);
    expect((await set(["--app-id", "77"])).code).toBe(0);
    expect(aws.value("github")).toEqual({ ...fresh, app_id: 77 });
  });
});

test("does not overwrite or show a secret that is not JSON", async () => {
  await aws.stop();
  aws = await startOperatorAws({ github: "gho_verysecret" });
  const { code, stdout, stderr } = await set(["--app-id", "77"]);
  expect(code).toBe(1);
  expect(stderr).toContain("not a JSON object");
  expect(stdout + stderr).not.toContain("verysecret");
  expect(aws.secret("github").versions.size).toBe(1);
});
