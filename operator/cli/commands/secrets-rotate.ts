import { setTimeout as pause } from "node:timers/promises";
import {
  CancelRotateSecretCommand,
  DescribeSecretCommand,
  RotateSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import type { Command } from "commander";
import { appCredentials } from "../../../core/app/app-secret.ts";
import { CommandError } from "../../stack/errors.ts";
import { findStack, type Stack } from "../../stack/find-stack.ts";
import { type StackSecret, stackSecret } from "../../stack/stack-secret.ts";
import { type Io, print } from "../io.ts";
import { parsePositive, type StackOptions, stackCommand } from "../options/stack-options.ts";
import { withExamples } from "../output/examples.ts";

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
      "Put them in first (`secrets set` or `app register`): GitHub is told of the new secret as the App.";
    throw new CommandError("The App's id or key is not there yet.", advice);
  }
  const { RotationEnabled = false } = await describeSecret(secret);
  const version = await begin(stack, secret, RotationEnabled, io);
  print(io.stderr, "The new secret gets known everywhere before GitHub signs with it: about three minutes.");
  await waitUntilCurrent(secret, version, options, stack, io);
  // By hand only, as the stage wants it: Secrets Manager took a schedule to begin with.
  if (!RotationEnabled) await secret.client.send(new CancelRotateSecretCommand({ SecretId: secret.arn }));
  print(io.stdout, "Rotated: GitHub signs with the new secret; the one before stays good for 24 hours.");
}

/** Answers the id of the version that is to become the current one. */
async function begin(stack: Stack, secret: StackSecret, scheduled: boolean, io: Io): Promise<string> {
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
    print(io.stderr, "A rotation before has not come to its end: Secrets Manager takes it up again.");
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
  throw new CommandError(
    `The rotation has not ended after ${timeout} s.`,
    [
      "The secret before is still in force, and GitHub's deliveries are accepted with either. See why:",
      `  aws logs tail ${log} --since 30m --region ${stack.region}`,
      "then call this command again: it goes on where the rotation stopped.",
    ].join("\n"),
  );
}
