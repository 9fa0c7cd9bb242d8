import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { type GitHub, type GitHubOptions, startGitHub } from "../../../../local/github/start-github.ts";
import type { Installation, InstallationToken } from "./github-objects.ts";

export const payments = "/repos/octo-demo/payments";

export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

/** The caller names the expected type of the response's body and asserts it. */
export type Call = <Body = unknown>(
  method: string,
  path: string,
  body?: unknown,
  authorization?: string,
) => Promise<Answer<Body>>;

export interface TestGitHub extends GitHub {
  /** PEM; the key that signs the App's JSON web tokens. */
  privateKey: string;
  /** Sends and reads JSON. Default: as wendy; "" is anonymous. */
  call: Call;
  /** Returns a JSON web token of the App; the claims replace the usual ones. */
  jwt(claims?: Record<string, unknown>): string;
  /** Returns an installation token for the demo repository. */
  token(narrowing?: object): Promise<string>;
}

/** Starts the simulator on a free port, with the App's real key. */
export async function startTestGitHub(options: Partial<GitHubOptions> = {}): Promise<TestGitHub> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const github = await startGitHub({
    port: 0,
    webhookUrl: "http://127.0.0.1:9/no-listener",
    webhookSecret: "a-secret",
    ...options,
    app: { publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(), ...options.app },
  });
  const call = caller(github.url);
  const jwt = (claims: Record<string, unknown> = {}) => signJwt(privateKey, github.appId, claims);
  return {
    ...github,
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    call,
    jwt,
    async token(narrowing = { repositories: ["payments"] }) {
      const found = await call<Installation>("GET", `${payments}/installation`, undefined, `Bearer ${jwt()}`);
      const path = `/app/installations/${found.body.id}/access_tokens`;
      const made = await call<InstallationToken>("POST", path, narrowing, `Bearer ${jwt()}`);
      return `token ${made.body.token}`;
    },
  };
}

function caller(url: string): Call {
  return async (method, path, body, authorization = "token user:wendy") => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(authorization && { authorization }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json") && text !== "";
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };
}

function signJwt(key: KeyObject, appId: number, claims: Record<string, unknown>): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode({ iss: appId, iat: now - 30, exp: now + 540, ...claims })}`;
  return `${signed}.${createSign("sha256").update(signed).sign(key, "base64url")}`;
}

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** Starts a receiver of webhooks that responds with `answer.status`. */
export async function startReceiver() {
  const received: Received[] = [];
  const answer = { status: 202 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end('{"delivery":"accepted"}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/github`,
    received,
    answer,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
