import { randomBytes } from "node:crypto";
import { notFound } from "../api/github-error.ts";
import { stableId } from "./ids.ts";
import type { Repository, User } from "./records.ts";

export type AppPermissions = Record<string, "read" | "write">;

export interface GitHubApp {
  id: number;
  slug: string;
  name: string;
  permissions: AppPermissions;
  events: string[];
  /** PEM; checks the signatures of the App's JSON web tokens. Null accepts any signature. */
  publicKey: string | null;
}

export interface Installation {
  id: number;
  /** Null if the id comes from a payload that this simulator did not send. */
  account: User | null;
}

export interface InstallationToken {
  token: string;
  installation: Installation;
  expiresAt: number;
  permissions: AppPermissions;
  /** The repositories that the token is limited to; null means all of the installation. */
  repositories: RepositoryChoice | null;
}

/** Repositories by ID; by name if the account of the installation is unknown. */
export type RepositoryChoice = { ids: number[] } | { names: string[] };

/** Returns whether a token has access to a repository, by its ID and its present owner. */
export function reachesRepository(
  { installation, repositories }: InstallationToken,
  found: Repository,
): boolean {
  if (installation.account && installation.account !== found.owner) return false;
  if (!repositories) return true;
  return "ids" in repositories
    ? repositories.ids.includes(found.id)
    : repositories.names.includes(found.name.toLowerCase());
}

export interface Installations {
  ofAccount(account: User): Installation;
  byId(id: number): Installation;
  /** Installs the App on an account under this ID. */
  install(account: User, id: number): void;
  /** Uninstalls the App from an account and revokes its tokens. */
  uninstall(account: User): void;
  createToken(
    installation: Installation,
    permissions: AppPermissions,
    repositories: RepositoryChoice | null,
  ): InstallationToken;
  findToken(token: string): InstallationToken | undefined;
}

const hourMs = 3_600_000;

/** Creates the installations. The App is installed on every account until it is uninstalled there. */
export function createInstallations(): Installations {
  const byId = new Map<number, Installation>();
  const tokens = new Map<string, InstallationToken>();
  const chosenIds = new Map<string, number>();
  const uninstalled = new Set<string>();

  function dropExpired(): void {
    for (const [key, token] of tokens) if (token.expiresAt <= Date.now()) tokens.delete(key);
  }

  return {
    ofAccount(account) {
      if (uninstalled.has(account.login)) throw notFound();
      const id = chosenIds.get(account.login) ?? stableId(`installation of ${account.login}`);
      const installation = byId.get(id) ?? { id, account };
      installation.account = account;
      byId.set(id, installation);
      return installation;
    },
    byId(id) {
      const installation = byId.get(id) ?? { id, account: null };
      if (installation.account && uninstalled.has(installation.account.login)) throw notFound();
      byId.set(id, installation);
      return installation;
    },
    install(account, id) {
      chosenIds.set(account.login, id);
      uninstalled.delete(account.login);
      byId.set(id, { id, account });
    },
    uninstall({ login }) {
      uninstalled.add(login);
      for (const [key, { installation }] of tokens)
        if (installation.account?.login === login) tokens.delete(key);
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
