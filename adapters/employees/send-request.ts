import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { replyTooLarge } from "../../core/employees/read-reply.ts";
import { maxResultBytes } from "../../core/employees/read-result.ts";
import { RetryableError } from "../../core/errors.ts";
import type { CheckedAddress } from "./check-address.ts";

export interface OutgoingRequest {
  url: URL;
  /** The connection goes to this address; the certificate and the `Host` header are those of the URL. */
  to: CheckedAddress;
  headers: Record<string, string>;
  body: string;
  /** Certificates of other authorities than those that Node.js trusts. */
  ca?: string;
}

export interface IncomingResponse {
  status: number;
  retryAfter: string | undefined;
  /** Empty unless the status is 200. */
  body: string;
}

/** Longest time until the connection is open, TLS included. */
const connectMs = 5_000;

/**
 * Sends one POST without following redirects or keeping the connection. The signal bounds everything from connecting to
 * the body's last byte. Throws PermanentError for a body over the limit of a result, and otherwise what Node.js throws.
 */
export function sendRequest(outgoing: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse> {
  const { url, to, headers, body, ca } = outgoing;
  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: "POST",
      agent: false,
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
      // Node.js asks for one address or for all, depending on its settings.
      lookup: (_host, { all }, done) => (all ? done(null, [to]) : done(null, to.address, to.family)),
      signal,
      ...(ca === undefined ? {} : { ca }),
    });
    const connecting = setTimeout(() => request.destroy(unreachable()), connectMs);
    request.once("socket", (socket) => {
      socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => clearTimeout(connecting));
    });
    request.once("close", () => clearTimeout(connecting));
    request.once("error", reject);
    request.once("response", (response) => {
      const status = response.statusCode ?? 0;
      const retryAfter = response.headers["retry-after"];
      if (status !== 200) {
        response.once("error", () => {});
        request.destroy();
        resolve({ status, retryAfter, body: "" });
        return;
      }
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= maxResultBytes) chunks.push(chunk);
        else request.destroy(replyTooLarge());
      });
      response.once("error", reject);
      response.once("end", () =>
        resolve({ status, retryAfter, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    request.end(body);
  });
}

const unreachable = (): RetryableError =>
  new RetryableError(
    "employee_unreachable",
    `The employee's endpoint did not accept a connection in ${connectMs} ms`,
  );
