import { setTimeout as pause } from "node:timers/promises";
import {
  CancelRotateSecretCommand,
  DescribeSecretCommand,
  RotateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Command } from "commander";
import { appCredentials } from "../../../core/app/app-secret.ts";
import { OperatorError } from "../../stack/errors.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { type StackSecret, stackSecret } from "../../stack/stack-secret.ts";
import { type Io, print } from "../io.ts";
import { parsePositive, type StackOptions, stackCommand, withExamples } from "../options/stack-options.ts";

interface Options extends StackOptions {
  timeout: number;
}

export function addSecretsRotate(named: Command, io: Io): void {
  withExamples(stackCommand(named), "secrets rotate --stage prod")
    .option("--timeout <seconds>", "how long to wait", parsePositive, 900)
    .action((options: Options) => rotate(options, io));
}

async function rotate(options: Options, io: Io): Promise<void> {
  const stack = await findStack(options);
  const secret = stackSecret(stack, "GitHubSecretArn");
  if (!appCredentials(await secret.read())) {
    const advice =
      "Store them first (`secrets set` or `app register`): the rotation changes the secret at GitHub as the App.";
    throw new OperatorError("The stack's secret does not contain the App's ID and key yet.", advice);
  }
  const { RotationEnabled = false } = await describeSecret(secret);
  const version = await start(stack, secret, RotationEnabled, io);
  print(io.stderr, "All functions read the new secret before GitHub signs with it: about three minutes.");
  await waitUntilCurrent(secret, version, options, stack, io);
  // RotateSecret needs a schedule; a stage without one rotates only on request.
  if (!RotationEnabled) await secret.client.send(new CancelRotateSecretCommand({ SecretId: secret.arn }));
  print(io.stdout, "Rotated: GitHub signs with the new secret; the previous one stays valid for 24 hours.");
}

/** Starts a rotation or continues one. Returns the ID of its version. */
async function start(stack: Stack, secret: StackSecret, scheduled: boolean, io: Io): Promise<string> {
  const request = {
    SecretId: secret.arn,
    ...(!scheduled && {
      RotationLambdaARN: stack.output("RotateWebhookSecretFunctionArn"),
      RotationRules: { AutomaticallyAfterDays: 1000 },
    }),
  };
  try {
    const { VersionId = "" } = await secret.client.send(new RotateSecretCommand(request));
    print(io.stderr, `Rotating the webhook secret of ${stack.name}.`);
    return VersionId;
  } catch (error) {
    const pending = await secret.pending();
    if (!(error instanceof Error && error.name === "InvalidRequestException" && pending)) throw error;
    print(io.stderr, "Continuing an unfinished rotation.");
    return pending.id;
  }
}

const describeSecret = (secret: StackSecret) =>
  secret.client.send(new DescribeSecretCommand({ SecretId: secret.arn }));

async function waitUntilCurrent(
  secret: StackSecret,
  version: string,
  { timeout }: Options,
  stack: Stack,
  io: Io,
): Promise<void> {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  for (let asked = 1; seconds() < timeout; asked += 1) {
    const { VersionIdsToStages = {} } = await describeSecret(secret);
    if (VersionIdsToStages[version]?.includes("AWSCURRENT")) return;
    await pause(Math.min(asked * 200, 5_000));
    if (asked % 10 === 0) print(io.stderr, `Still rotating, after ${seconds()} s.`);
  }
  const log = `/aws/lambda/${stack.name}-rotateWebhookSecret`;
  throw new OperatorError(
    `The rotation has not finished after ${timeout} s.`,
    [
      "The previous secret is still in force, and deliveries signed with either are accepted. See why:",
      `  aws logs tail ${log} --since 30m --region ${stack.region}`,
      "then repeat this command: it continues the rotation.",
    ].join("\n"),
  );
}
