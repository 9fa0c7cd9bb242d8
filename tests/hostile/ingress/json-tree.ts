/** A JSON text as a tree that can express what JavaScript values cannot: raw numbers, repeated keys, `__proto__`, invalid JSON. */
export type JsonTree = { raw: string } | { items: JsonTree[] } | { members: Member[] };

/** A key as written in the text, and its value. */
export type Member = [key: string, value: JsonTree];

export const raw = (text: string): JsonTree => ({ raw: text });

export function treeOf(value: unknown): JsonTree {
  if (Array.isArray(value)) return { items: value.map(treeOf) };
  if (typeof value !== "object" || value === null) return raw(JSON.stringify(value));
  return { members: Object.entries(value).map(([key, member]) => [key, treeOf(member)]) };
}

export function textOf(tree: JsonTree): string {
  if ("raw" in tree) return tree.raw;
  if ("items" in tree) return `[${tree.items.map(textOf).join(",")}]`;
  return `{${tree.members.map(([key, value]) => `${JSON.stringify(key)}:${textOf(value)}`).join(",")}}`;
}

/** Returns the number of values in a tree, including itself. */
export function sizeOf(tree: JsonTree): number {
  return 1 + childrenOf(tree).reduce((sum, child) => sum + sizeOf(child), 0);
}

/** Returns the tree with its value number `at`, counted from the outside in, replaced; null removes it. */
export function replaceAt(
  tree: JsonTree,
  at: number,
  replace: (value: JsonTree) => JsonTree | null,
): JsonTree | null {
  if (at === 0) return replace(tree);
  if ("raw" in tree) return tree;
  let left = at - 1;
  const changed = childrenOf(tree).map((child) => {
    const here = left;
    const size = sizeOf(child);
    left -= size;
    return here >= 0 && here < size ? replaceAt(child, here, replace) : child;
  });
  if ("items" in tree) return { items: changed.filter((item) => item !== null) };
  return {
    members: tree.members.flatMap(([key], index): Member[] => {
      const value = changed[index];
      return value ? [[key, value]] : [];
    }),
  };
}

function childrenOf(tree: JsonTree): JsonTree[] {
  if ("raw" in tree) return [];
  return "items" in tree ? tree.items : tree.members.map(([, value]) => value);
}
