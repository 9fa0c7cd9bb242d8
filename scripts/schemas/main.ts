/** Writes the schemas in docs/schemas, which employees of other teams read: `npx node scripts/schemas/main.ts && npm run format`. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { publishedSchemas } from "./published.ts";

const folder = resolve(import.meta.dirname, "../../docs/schemas");

for (const [name, schema] of Object.entries(publishedSchemas())) {
  writeFileSync(join(folder, name), JSON.stringify(schema));
}
