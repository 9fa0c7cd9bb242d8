import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { projectRoot } from "../../stack/packaging/tree-copy.ts";

/**
 * The resources of these files as they are written: `!GetAtt A.Arn` is the text `A.Arn`, `!If [a, b, c]` the
 * list.
 */
export function sourceResources<Resources extends object>(...files: string[]): Resources {
  const all = files.map((file) => {
    const text = readFileSync(join(projectRoot, "resources", file), "utf8");
    const { Resources } = parseDocument(text, { logLevel: "error" }).toJS() as { Resources: object };
    return Resources;
  });
  return Object.assign({}, ...all) as Resources;
}
