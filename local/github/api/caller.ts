import { verify } from "node:crypto";
import type { GitHubApp, Installations, InstallationToken } from "../state/app.ts";
import { badCredentials, GitHubError } from "./github-error.ts";

/** Whose credentials a request carries. */
export type Caller =
  | { kind: "anonymous" }
  | { kind: "app" }
  | { kind: "installation"; token: InstallationToken }
  | { kind: "person"; login: string };

/**
 * Reads the `Authorization` header: `token user:<login>` is a user, `Bearer <JWT>` the App, `token ghs_…` one of its
 * installations. Throws Bad credentials for anything else.
 */
export function readCaller(
  authorization: string | undefined,
  app: GitHubApp,
  installations: Installations,
): Caller {
  if (!authorization) return { kind: "anonymous" };
  const credential = authorization.replace(/^(token|bearer)\s+/i, "");
  if (credential.startsWith("user:")) return { kind: "person", login: credential.slice("user:".length) };
  if (credential.split(".").length === 3) return readAppJwt(credential, app);
  const token = installations.findToken(credential);
  if (!token) throw badCredentials();
  return { kind: "installation", token };
}

function readAppJwt(jwt: string, app: GitHubApp): Caller {
  const [header = "", claims = "", signature = ""] = jwt.split(".");
  const { iss, iat, exp } = decode(claims);
  const nowSeconds = Date.now() / 1000;
  const signed =
    app.publicKey === null ||
    verify("sha256", Buffer.from(`${header}.${claims}`), app.publicKey, Buffer.from(signature, "base64url"));
  if (String(iss) !== String(app.id) || !signed) {
    throw new GitHubError(401, "A JSON web token could not be decoded");
  }
  if (typeof exp !== "number" || exp < nowSeconds) {
    throw new GitHubError(401, "'Expiration time' claim ('exp') must be a numeric value in the future");
  }
  if (exp > nowSeconds + 660 || typeof iat !== "number" || exp - iat > 660) {
    throw new GitHubError(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  return { kind: "app" };
}

function decode(claims: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(claims, "base64url").toString());
  } catch {
    throw new GitHubError(401, "A JSON web token could not be decoded");
  }
}
