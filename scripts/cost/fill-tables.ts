/**
 * Replaces the tables of a document, each between `<!-- table: <name> -->` and `<!-- /table -->`. Throws if a table has no
 * place in the document, or a place has no table.
 */
export function fillTables(document: string, tables: Record<string, string>): string {
  const filled = new Set<string>();
  const text = document.replace(place, (_all, name: string) => {
    const table = tables[name];
    if (table === undefined) throw new Error(`There is no table "${name}"`);
    filled.add(name);
    return `<!-- table: ${name} -->\n\n${table}\n\n<!-- /table -->`;
  });
  const missing = Object.keys(tables).filter((name) => !filled.has(name));
  if (missing.length > 0) throw new Error(`The document has no place for ${missing.join(", ")}`);
  return text;
}

const place = /<!-- table: (\w+) -->[\s\S]*?<!-- \/table -->/g;
