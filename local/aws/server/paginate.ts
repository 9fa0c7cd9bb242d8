import { AwsError } from "./aws-error.ts";

/** Returns one page of a list; `nextToken` is the id of its last item, in base64url. Throws InvalidToken. */
export function paginate<Item>(
  items: Item[],
  idOf: (item: Item) => string,
  request: { maxResults?: unknown; nextToken?: unknown },
): { items: Item[]; nextToken?: string } {
  const size = typeof request.maxResults === "number" && request.maxResults > 0 ? request.maxResults : 100;
  const start = request.nextToken === undefined ? 0 : indexAfter(items, idOf, request.nextToken);
  const taken = items.slice(start, start + Math.min(size, 1000));
  const last = taken.at(-1);
  const more = start + taken.length < items.length;
  return last !== undefined && more
    ? { items: taken, nextToken: Buffer.from(idOf(last)).toString("base64url") }
    : { items: taken };
}

function indexAfter<Item>(items: Item[], idOf: (item: Item) => string, token: unknown): number {
  const id = Buffer.from(String(token), "base64url").toString();
  const index = items.findIndex((item) => idOf(item) === id);
  if (index < 0) throw new AwsError("InvalidToken", `Invalid Token: '${String(token)}'`);
  return index + 1;
}
