import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isNode, isScalar, parseDocument } from "yaml";
import { projectRoot } from "./tree-copy.ts";

export type Section = "Resources" | "Outputs" | "Conditions" | "Parameters";

export interface Declared {
  file: string;
  section: Section;
  id: string;
  /** As it is written: `!GetAtt A.Arn` is the text `A.Arn`, `!If [a, b, c]` the list. */
  value: unknown;
}

/** Everything that resources/*.yml declare, duplicates included. Of a whole template only its resources. */
export function declaredIn(section: Section): Declared[] {
  return globSync("resources/*.yml", { cwd: projectRoot })
    .toSorted()
    .flatMap((file) => {
      // The parser keeps both of two equal keys, so that the test can find them.
      const options = { uniqueKeys: false, merge: true, logLevel: "error" } as const;
      const document = parseDocument(readFileSync(join(projectRoot, file), "utf8"), options);
      const map = document.get(section);
      if (!isMap(map) || (section !== "Resources" && document.has("AWSTemplateFormatVersion"))) return [];
      return map.items.map(({ key, value }) => ({
        file,
        section,
        id: String(isScalar(key) ? key.value : key),
        value: isNode(value) ? value.toJS(document) : value,
      }));
    });
}

/**
 * The paths where a packaged value differs from the written one. Values that the framework fills in or
 * CloudFormation resolves (`${...}`, `!Ref`) match anything.
 */
export function differences(written: unknown, packaged: unknown, path = ""): string[] {
  if (isFunction(packaged)) return [];
  // The framework makes a list of a resource's dependencies.
  if (path.endsWith("/DependsOn")) return differences([written].flat(), [packaged].flat(), `${path}/`);
  if (typeof written === "object" && written !== null && typeof packaged === "object" && packaged !== null) {
    const keys = new Set([...Object.keys(written), ...Object.keys(packaged)]);
    return [...keys].flatMap((key) =>
      differences(Reflect.get(written, key), Reflect.get(packaged, key), `${path}/${key}`),
    );
  }
  if (written === undefined || packaged === undefined) return [path];
  return matches(String(written), packaged) ? [] : [path];
}

/** `${param:a}`, and nested variables: `${self:custom.${param:a}}`. */
const variable = /\$\{(?:[^${}]|\$\{[^}]*\})*\}/;

function matches(written: string, packaged: unknown): boolean {
  if (new RegExp(`^${variable.source}$`).test(written)) return true;
  if (typeof packaged === "object") return false;
  const pattern = written
    .split(variable)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^]*");
  return new RegExp(`^${pattern}$`).test(String(packaged));
}

function isFunction(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && /^(?:Ref|Condition|Fn::\w+)$/.test(keys[0] ?? "");
}
