import { CloudFormationClient, GetTemplateCommand } from "@aws-sdk/client-cloudformation";
import type { Rules } from "../../../scripts/generate/read-rules.ts";
import { readRulesMetadata } from "../../../scripts/generate/rules-metadata.ts";
import { OperatorError } from "../errors.ts";
import type { Stack } from "../find-stack.ts";

const known = new WeakMap<Stack, Promise<Rules>>();

/**
 * Returns the roster and the routing that a stack runs, without instructions. Caches the answer for each stack. Throws
 * OperatorError if the stack's template does not contain them.
 */
export function deployedRules(stack: Stack): Promise<Rules> {
  const reading = known.get(stack) ?? read(stack);
  known.set(stack, reading);
  reading.catch(() => known.delete(stack));
  return reading;
}

function read(stack: Stack): Promise<Rules> {
  return stack.stage === "local" ? builtRules() : templateRules(stack);
}

async function templateRules({ name, region }: Stack): Promise<Rules> {
  const request = new GetTemplateCommand({ StackName: name, TemplateStage: "Original" });
  const { TemplateBody = "" } = await new CloudFormationClient({ region }).send(request);
  const rules = readRulesMetadata(TemplateBody);
  if (rules) return rules;
  const advice = "An older version deployed it: deploy again.";
  throw new OperatorError(`The template of ${name} does not contain its rules.`, advice);
}

/** The laptop bundles this folder's rules, again after each `npm run generate`. */
async function builtRules(): Promise<Rules> {
  const [{ roster }, { routing }] = await Promise.all([
    import("../../../core/generated/roster.ts"),
    import("../../../core/generated/routing.ts"),
  ]);
  return { roster, policy: routing };
}
