import { type ApiRequest, type ApiResponse, ok } from "./exchange.ts";

interface Page {
  page: number;
  perPage: number;
}

function readPage({ query }: ApiRequest): Page {
  const perPage = Number(query.get("per_page") ?? 30);
  const page = Number(query.get("page") ?? 1);
  return {
    perPage: Number.isInteger(perPage) && perPage > 0 ? Math.min(perPage, 100) : 30,
    page: Number.isInteger(page) && page > 0 ? page : 1,
  };
}

/** Responds with one page of the items; a `Link` header leads to the other pages, as on GitHub. */
export function paged<Item>(
  request: ApiRequest,
  baseUrl: string,
  items: Item[],
  present: (item: Item) => unknown,
  wrap: (page: unknown[]) => unknown = (page) => page,
): ApiResponse {
  const { page, perPage } = readPage(request);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const slice = items.slice((page - 1) * perPage, page * perPage);
  const response = ok(wrap(slice.map(present)));
  const targets: [string, number][] = [];
  if (page > 1) targets.push(["prev", Math.min(page - 1, last)]);
  if (page < last) targets.push(["next", page + 1], ["last", last]);
  if (page > 1) targets.push(["first", 1]);
  if (targets.length === 0) return response;
  const link = targets.map(([rel, target]) => `<${pageUrl(request, baseUrl, target)}>; rel="${rel}"`);
  return { ...response, headers: { link: link.join(", ") } };
}

function pageUrl(request: ApiRequest, baseUrl: string, page: number): string {
  const url = new URL(request.url, baseUrl);
  url.searchParams.set("page", String(page));
  return url.href;
}
