import { readFileSync } from "node:fs";
import { parse, type Tags } from "yaml";
import type { TemplateResource } from "../../local/aws/template/template.ts";

/** CloudFormation's short forms, as the intrinsics that they stand for. */
const tags: Tags = [
  { tag: "!Ref", resolve: (name: string) => ({ Ref: name }) },
  { tag: "!GetAtt", resolve: (path: string) => ({ "Fn::GetAtt": path.split(".") }) },
  { tag: "!Sub", resolve: (text: string) => ({ "Fn::Sub": text }) },
];

/** The resources of one file below `resources/`, references unresolved. */
export function readResources(...files: string[]): Record<string, TemplateResource> {
  const all = files.map((file) => {
    const text = readFileSync(new URL(`../../resources/${file}`, import.meta.url), "utf8");
    return (parse(text, { customTags: tags }) as { Resources: Record<string, TemplateResource> }).Resources;
  });
  return Object.assign({}, ...all);
}
