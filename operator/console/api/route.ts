export interface ApiRequest {
  /** The groups of the route's path. */
  params: string[];
  query: URLSearchParams;
  /** Empty for a GET. */
  body: Record<string, unknown>;
}

/** An endpoint for the page; its result is sent as JSON. */
export interface ApiRoute {
  method: "GET" | "POST";
  /** Matches the whole path below `api/`. Its groups match only characters that need no decoding. */
  path: RegExp;
  handle(request: ApiRequest): Promise<unknown>;
}
