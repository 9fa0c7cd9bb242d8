import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { editDistance } from "../../core/commands/edit-distance.ts";

/** Returns what to do about a stage without a stack; `advice` applies to a stage in resources/stages.yml. */
export function stageAdvice(stage: string, advice: string): string {
  const stages = knownStages();
  if (stages.includes(stage)) return advice;
  const near = stages.filter(
    (one) => editDistance(stage.toLowerCase(), one, 2) <= Math.min(2, one.length - 2),
  );
  const [only] = near;
  const meant = near.length === 1 && only ? `Did you mean --stage ${only}? ` : "";
  return `${meant}resources/stages.yml has ${stages.join(", ")}. ${advice}`;
}

/** The stages with their own options; any other name has the defaults. */
function knownStages(): string[] {
  const text = readFileSync(new URL("../../resources/stages.yml", import.meta.url), "utf8");
  const file: unknown = parse(text);
  return Object.keys(typeof file === "object" && file !== null ? file : {}).filter(
    (name) => name !== "default",
  );
}
