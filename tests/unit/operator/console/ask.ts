import { once } from "node:events";
import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Sends a request with exactly this path and these headers; a client would correct them. */
export async function ask(
  port: number,
  path: string,
  { method, headers, body }: Asked = {},
): Promise<Answered> {
  const host = { host: `127.0.0.1:${port}` };
  const sent = request({
    host: "127.0.0.1",
    port,
    path,
    method: method ?? "GET",
    headers: { ...host, ...headers },
  });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
}

/** The page's request for a change. */
export function change(port: number, body: unknown): Required<Asked> {
  const origin = `http://127.0.0.1:${port}`;
  const headers = { "content-type": "application/json", origin, "sec-fetch-site": "same-origin" };
  return { method: "POST", headers, body: JSON.stringify(body) };
}
