import { type Permission, permissions } from "../../../core/github/permission.ts";
import { commitSha } from "../state/ids.ts";
import type { Repository } from "../state/records.ts";
import { grantRole, roleOf } from "../state/repositories.ts";
import { requireAdmin, requireAuthenticated } from "./access.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, type ApiRequest, type ApiResponse, noContent, ok, textField } from "./exchange.ts";
import { GitHubError, notFound, validationFailed } from "./github-error.ts";
import { presentUser } from "./present-user.ts";
import { repositoryOf } from "./request-records.ts";

/** GitHub's older field `permission` has no names for triage and maintain. */
const legacyPermissions: Record<Permission, string> = {
  none: "none",
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

/** Accepts role names and the older names `pull` and `push`; undefined for any other word. */
export function parseRole(word: string): Permission | undefined {
  const name = { pull: "read", push: "write", "": "write" }[word] ?? word;
  return permissions.find((permission) => permission === name);
}

/** Returns the routes of repositories, their collaborators and their files. */
export function repositoryRoutes({ store, base, presentRepository }: ApiContext): ApiHandlers {
  return {
    "repos/get": (request) => {
      const repository = repositoryOf(store, request);
      return ok({
        ...presentRepository(base(), repository),
        network_count: 0,
        subscribers_count: 0,
      });
    },

    "repos/get-collaborator-permission-level": (request) => {
      requireAuthenticated(request);
      const user = store.user(request.params.username ?? "");
      // GitHub reports no permission for a bot, whatever its App may do.
      if (user.type === "Bot") throw new GitHubError(404, `${user.login} is not a user`);
      const role = roleOf(repositoryOf(store, request), user.login);
      return ok({
        permission: legacyPermissions[role],
        role_name: role,
        user: { ...presentUser(base(), user), permissions: rights(role), role_name: role },
      });
    },

    "repos/add-collaborator": (request) => {
      const repository = repositoryOf(store, request);
      requireAdmin(request, repository);
      const role = parseRole(textField(request, "permission"));
      if (!role) throw validationFailed("Repository", "permission", "invalid");
      grantRole(repository, request.params.username ?? "", role);
      store.changes.emitPageOnly();
      return noContent();
    },

    "repos/get-content": (request) => {
      const repository = repositoryOf(store, request);
      return presentFile(base(), repository, decodeURIComponent(request.params.path ?? ""), request);
    },
  };
}

function rights(role: Permission) {
  const level = permissions.indexOf(role);
  return { pull: level >= 1, triage: level >= 2, push: level >= 3, maintain: level >= 4, admin: level >= 5 };
}

function presentFile(base: string, repository: Repository, path: string, request: ApiRequest): ApiResponse {
  const text = repository.files.get(path);
  if (text === undefined) throw notFound();
  if (request.headers.accept?.includes("raw")) {
    return { status: 200, headers: { "content-type": "text/plain; charset=utf-8" }, body: text };
  }
  const sha = commitSha(path, text);
  const url = `${base}/repos/${repository.fullName}/contents/${path}`;
  const git = `${base}/repos/${repository.fullName}/git/blobs/${sha}`;
  const html = `${base}/${repository.fullName}/blob/${repository.defaultBranch}/${path}`;
  return ok({
    name: path.split("/").at(-1),
    path,
    sha,
    size: Buffer.byteLength(text),
    url,
    html_url: html,
    git_url: git,
    download_url: `${url}?raw`,
    type: "file",
    content: Buffer.from(text).toString("base64"),
    encoding: "base64",
    _links: { self: url, git, html },
  });
}
