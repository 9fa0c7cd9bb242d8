import { randomBytes } from "node:crypto";
import { stableId } from "./hashes.ts";
import type { User } from "./records.ts";

export type AppPermissions = Record<string, "read" | "write">;

export interface GitHubApp {
  id: number;
  slug: string;
  name: string;
  permissions: AppPermissions;
  events: string[];
  /** PEM. When given, the signature of the App's JSON web tokens is checked. */
  publicKey: string | null;
}

export interface Installation {
  id: number;
  /** Unknown when the id came from a payload that the simulator never saw. */
  account: User | null;
}

export interface InstallationToken {
  token: string;
  installation: Installation;
  expiresAt: number;
  permissions: AppPermissions;
  /** Lower-case names without owner; `null` is every repository of the installation. */
  repositories: string[] | null;
}

export interface Installations {
  ofAccount(account: User): Installation;
  byId(id: number): Installation;
  createToken(
    installation: Installation,
    permissions: AppPermissions,
    repositories: string[] | null,
  ): InstallationToken;
  findToken(token: string): InstallationToken | undefined;
}

const hourMs = 3_600_000;

/** The App is installed everywhere: an account or an installation named for the first time has it. */
export function createInstallations(): Installations {
  const byId = new Map<number, Installation>();
  const tokens = new Map<string, InstallationToken>();

  function dropExpired(): void {
    for (const [key, token] of tokens) if (token.expiresAt <= Date.now()) tokens.delete(key);
  }

  return {
    ofAccount(account) {
      const id = stableId(`installation of ${account.login}`);
      const installation = byId.get(id) ?? { id, account };
      installation.account = account;
      byId.set(id, installation);
      return installation;
    },
    byId(id) {
      const installation = byId.get(id) ?? { id, account: null };
      byId.set(id, installation);
      return installation;
    },
    createToken(installation, permissions, repositories) {
      dropExpired();
      const token = {
        token: `ghs_${randomBytes(18).toString("hex")}`,
        installation,
        expiresAt: Date.now() + hourMs,
        permissions,
        repositories,
      };
      tokens.set(token.token, token);
      return token;
    },
    findToken(token) {
      const found = tokens.get(token);
      return found && found.expiresAt > Date.now() ? found : undefined;
    },
  };
}
