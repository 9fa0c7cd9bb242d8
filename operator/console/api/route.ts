export interface ApiRequest {
  /** The groups of the route's path. */
  params: string[];
  query: URLSearchParams;
  /** Empty for a GET. */
  body: Record<string, unknown>;
}

/** Something that the page asks for; what it answers is sent as JSON. */
export interface ApiRoute {
  method: "GET" | "POST";
  /** Of the whole path below `api/`. Its groups take what ids are made of, which nothing has to decode. */
  path: RegExp;
  handle(request: ApiRequest): Promise<unknown>;
}
