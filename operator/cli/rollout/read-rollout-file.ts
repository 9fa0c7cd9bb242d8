import { readFile } from "node:fs/promises";
import { isRolloutPolicy } from "../../../core/generated/validators.mjs";
import { rolloutProperties } from "../../../core/routing/rollout.schema.ts";
import type { RolloutPolicy } from "../../../core/routing/routing-policy.ts";
import { checkSchema } from "../../../scripts/generate/check-schema.ts";
import { formatMistake, type Mistake } from "../../../scripts/generate/mistakes.ts";
import { readYaml } from "../../../scripts/generate/yaml-source.ts";
import { OperatorError } from "../../stack/errors.ts";

const schema = { type: "object", additionalProperties: false, properties: rolloutProperties } as const;

/** Reads a rollout in the format of `rollout` in routing.yml. Throws OperatorError with the line of every mistake. */
export async function readRolloutFile(file: string): Promise<RolloutPolicy> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new OperatorError(`${file} cannot be read.`, "Check the path.", { cause: error });
  });
  const { source, mistakes } = readYaml(file, text);
  if (source === null) throw wrong(mistakes);
  const found = checkSchema(schema, source);
  if (found.length > 0) throw wrong(found);
  const policy: unknown = source.data;
  if (isRolloutPolicy(policy)) return policy;
  throw new OperatorError(`${file} is not a rollout.`, "It has the format of `rollout` in routing.yml.");
}

function wrong(mistakes: Mistake[]): OperatorError {
  return new OperatorError(
    `Nothing was changed:\n${mistakes.map(formatMistake).join("\n")}`,
    "Fix the file.",
  );
}
