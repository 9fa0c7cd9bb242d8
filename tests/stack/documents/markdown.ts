/** A document without code: blocks are removed, spans are empty, lines stay in place. */
function withoutCode(markdown: string): string {
  return withoutBlocks(markdown).replace(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, "``");
}

function withoutBlocks(markdown: string): string {
  return markdown.replace(/^( *)(```+|~~~+)[^\n]*\n[\s\S]*?^\1\2[ \t]*$/gm, (block) =>
    block.replace(/[^\n]/g, ""),
  );
}

/** The targets of a document's links and images. */
export function linksOf(markdown: string): string[] {
  const inline = withoutCode(markdown).matchAll(/\]\(\s*<?([^\s()<>]+)>?(?:\s+"[^"\n]*")?\s*\)/g);
  return [...inline].map(([, target = ""]) => target);
}

/** The anchors of a document's headings, as GitHub creates them. */
export function anchorsOf(markdown: string): string[] {
  const counts = new Map<string, number>();
  return [...withoutBlocks(markdown).matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, heading = ""]) => {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*`]/g, "");
    const anchor = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
}

/** The rows of the table whose first header cell has this text. */
export function tableRows(markdown: string, firstHead: string): string[][] {
  const lines = markdown.split("\n");
  const head = lines.findIndex((line) => cellsOf(line)[0] === firstHead);
  if (head < 0) throw new Error(`There is no table that begins with "${firstHead}"`);
  const rows: string[][] = [];
  for (const line of lines.slice(head + 2)) {
    if (!line.startsWith("|")) break;
    rows.push(cellsOf(line));
  }
  return rows;
}

/** The names in a cell that are formatted as code. */
export function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
}

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|\s*$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());
}
