/** What a node id names: a type of GitHub's GraphQL API and the database id. */
export interface NamedNode {
  type: string;
  id: number;
}

/** The types behind the prefixes of GitHub's newer node ids. */
const prefixes: Record<string, string> = {
  R: "Repository",
  PR: "PullRequest",
  IC: "IssueComment",
  PRRC: "PullRequestReviewComment",
  PRR: "PullRequestReview",
};

/**
 * Reads a node id in either of GitHub's formats: base64 of `012:IssueComment17`, which the simulator writes, or a prefix
 * with MessagePack (`IC_kwDO…`), as payloads from GitHub have it. Returns null for anything else.
 */
export function readNodeId(nodeId: string): NamedNode | null {
  const [, prefix = "", packed] = /^([A-Z]+)_(.+)$/.exec(nodeId) ?? [];
  if (packed) {
    const type = prefixes[prefix];
    const id = lastNumber(Buffer.from(packed, "base64url"));
    return type && id !== null ? { type, id } : null;
  }
  const [, length, named = ""] =
    /^0(\d+):([A-Za-z]+\d+)$/.exec(Buffer.from(nodeId, "base64").toString()) ?? [];
  const type = named.slice(0, Number(length));
  const id = Number(named.slice(Number(length)));
  return type !== "" && Number.isSafeInteger(id) ? { type, id } : null;
}

/** Returns the last unsigned integer of a MessagePack array: the object's own id, after its repository's. */
function lastNumber(packed: Buffer): number | null {
  let last: number | null = null;
  for (let at = 1; at < packed.length; ) {
    const head = packed[at] ?? 0;
    const bytes = { 204: 1, 205: 2, 206: 4, 207: 8 }[head] ?? 0;
    const value = packed.subarray(at + 1, at + 1 + bytes);
    if (head > 0x7f && (bytes === 0 || value.length < bytes)) return null;
    last = bytes === 0 ? head : Number(`0x${value.toString("hex")}`);
    at += 1 + bytes;
  }
  return last;
}
