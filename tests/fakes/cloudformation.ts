import { readFileSync } from "node:fs";
import { parse, type Tags, YAMLSeq } from "yaml";
import type { Outputs } from "../../local/aws/stack/stack-api.ts";
import type { TemplateResource } from "../../local/aws/template/template.ts";

/** Reads CloudFormation's short forms as the intrinsics that they stand for. */
const tags: Tags = [
  { tag: "!Ref", resolve: (name: string) => ({ Ref: name }) },
  { tag: "!Condition", resolve: (name: string) => ({ Condition: name }) },
  { tag: "!GetAtt", resolve: (path: string) => ({ "Fn::GetAtt": path.split(".") }) },
  { tag: "!Sub", resolve: (text: string) => ({ "Fn::Sub": text }) },
  ...["If", "Equals", "Not", "And", "Or", "Join", "Select", "Split"].map((name) => ({
    tag: `!${name}`,
    collection: "seq" as const,
    resolve: (items: unknown) => ({ [`Fn::${name}`]: items instanceof YAMLSeq ? items.toJSON() : items }),
  })),
];

interface TemplateFile {
  Resources: Record<string, TemplateResource>;
  Parameters: Record<string, { Default: string }>;
  Conditions: Record<string, unknown>;
  Outputs: Outputs;
}

function read<File>(file: string): File {
  const text = readFileSync(new URL(`../../resources/${file}`, import.meta.url), "utf8");
  // Replaces the variables that the framework fills in before CloudFormation sees them.
  const filled = text
    .replaceAll(/\$\{self:service\}/g, "pr-comment-automation")
    .replaceAll(/\$\{sls:stage\}/g, "test");
  return parse(filled, { customTags: tags, merge: true }) as File;
}

/** Returns the resources of files in `resources/`, references unresolved. */
export function readResources(...files: string[]): Record<string, TemplateResource> {
  return Object.assign({}, ...files.map((file) => read<TemplateFile>(file).Resources));
}

/** Returns the outputs with these names, references unresolved. */
export function readOutputs(...names: string[]): Outputs {
  const { Outputs } = read<TemplateFile>("outputs.yml");
  return Object.fromEntries(Object.entries(Outputs).filter(([name]) => names.includes(name)));
}

/** Returns the parameters and conditions of a stage without options of its own. */
export function readOptions(): { parameters: Record<string, unknown>; conditions: Record<string, unknown> } {
  const { default: options } = read<{ default: Record<string, unknown> }>("stages.yml");
  const { Parameters, Conditions } = read<TemplateFile>("parameters.yml");
  const values = Object.entries(Parameters).map(([name, { Default }]) => {
    return [name, options[/^\$\{param:(\w+)\}$/.exec(Default)?.[1] ?? ""]];
  });
  return { parameters: Object.fromEntries(values), conditions: Conditions };
}

export interface FunctionFile {
  /** Megabytes; missing for the default of serverless.yml. */
  memorySize?: number;
  environment: Record<string, unknown>;
  iamRoleStatements: { Action: string[]; Resource: unknown; Condition?: unknown }[];
}

/** Returns a function from its `function.yml`, references unresolved. */
export function readFunction(folder: string): FunctionFile {
  const [file] = Object.values(read<Record<string, FunctionFile>>(`../functions/${folder}/function.yml`));
  if (!file) throw new Error(`functions/${folder}/function.yml describes nothing`);
  return file;
}
