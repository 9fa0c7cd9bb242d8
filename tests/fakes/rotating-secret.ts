import type { RotatingSecret } from "../../core/rotation/rotating-secret.ts";
import type { RotationRequest } from "../../core/rotation/rotation-request.schema.ts";
import { createTestClock, type TestClock } from "./clock.ts";

export interface FakeRotatingSecret extends RotatingSecret {
  arn: string;
  /** The value of the version with a label; undefined if no version has it, or if it has no value yet. */
  value(label: string): string | undefined;
  /** Stages a pending version without a value, as the start of a rotation does. */
  begin(version: string): void;
}

/** A secret with one current version, as in Secrets Manager. */
export function createFakeRotatingSecret(
  current: string,
  clock: TestClock = createTestClock(),
): FakeRotatingSecret {
  const arn = "arn:aws:secretsmanager:eu-central-1:000000000000:secret:Fake-AbCdEf";
  const stages: Record<string, string[]> = { first: ["AWSCURRENT"] };
  const values = new Map([["first", { value: current, since: clock() }]]);
  const holder = (label: string) => Object.keys(stages).find((version) => stages[version]?.includes(label));

  function move(label: string, to: string): void {
    for (const version of Object.keys(stages)) {
      stages[version] = (stages[version] ?? []).filter((held) => held !== label);
    }
    stages[to] = [...(stages[to] ?? []), label];
  }

  return {
    arn,
    value: (label) => values.get(holder(label) ?? "")?.value,
    begin: (version) => move("AWSPENDING", version),
    describe: async () => ({ arn, stages: structuredClone(stages) }),
    current: async () => values.get(holder("AWSCURRENT") ?? "")?.value ?? "",
    pending: async (version) => values.get(version) ?? null,
    async putPending(version, value) {
      if (!values.has(version)) values.set(version, { value, since: clock() });
      move("AWSPENDING", version);
    },
    async promote(version, from) {
      if (holder("AWSCURRENT") !== from) throw new Error(`${from} is not current`);
      move("AWSPREVIOUS", from);
      move("AWSCURRENT", version);
    },
  };
}

/** A step's request, as Secrets Manager makes it. */
export function aRotationRequest(
  Step: RotationRequest["Step"],
  SecretId: string,
  ClientRequestToken = "second",
): RotationRequest {
  return { Step, SecretId, ClientRequestToken };
}

export const rotationSteps = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
