import { reaches } from "../../../core/github/permission.ts";
import { reachesRepository } from "../state/app.ts";
import type { Comment, Repository } from "../state/records.ts";
import { roleOf } from "../state/repositories.ts";
import type { ApiRequest } from "./exchange.ts";
import { GitHubError, notAccessible, notFound, requiresAuthentication } from "./github-error.ts";

/** Throws unless the caller is the App itself, with its JSON web token. */
export function requireApp({ caller }: ApiRequest): void {
  if (caller.kind !== "app") throw new GitHubError(401, "A JSON web token could not be decoded");
}

/**
 * Throws unless the caller is a user, or has an installation token with access to the repository and `write` on one of
 * `permissions`.
 */
export function requireWrite(
  { caller }: Pick<ApiRequest, "caller">,
  repository: Repository,
  ...permissions: string[]
): void {
  if (caller.kind === "anonymous" || caller.kind === "app") throw requiresAuthentication();
  if (caller.kind === "person") return;
  if (!reachesRepository(caller.token, repository)) throw notAccessible();
  if (!permissions.some((name) => caller.token.permissions[name] === "write")) throw notAccessible();
}

/** Throws as `requireWrite`, and for a user without the write role. */
export function requireWriteRole(request: ApiRequest, repository: Repository, permission: string): void {
  requireWrite(request, repository, permission);
  const { caller } = request;
  if (caller.kind === "person" && !reaches(roleOf(repository, caller.login), "write")) {
    throw new GitHubError(403, "Must have write access to Repository.");
  }
}

/** Throws for an anonymous caller. */
export function requireAuthenticated({ caller }: ApiRequest): void {
  if (caller.kind === "anonymous") throw requiresAuthentication();
}

/** Throws unless the caller is a user with the admin role. */
export function requireAdmin({ caller }: ApiRequest, repository: Repository): void {
  if (caller.kind === "anonymous") throw requiresAuthentication();
  if (caller.kind !== "person") throw notAccessible();
  if (!reaches(roleOf(repository, caller.login), "admin")) {
    throw new GitHubError(403, "Must have admin rights to Repository.");
  }
}

/** Throws unless the caller wrote the comment or may write to the repository. */
export function requireOwnComment({ caller }: ApiRequest, repository: Repository, comment: Comment): void {
  if (caller.kind === "installation") {
    if (!comment.viaApp && caller.token.permissions.contents !== "write") throw notAccessible();
    return;
  }
  if (caller.kind !== "person") throw notFound();
  const own = comment.author.login.toLowerCase() === caller.login.toLowerCase();
  if (!own && !reaches(roleOf(repository, caller.login), "write")) {
    throw new GitHubError(403, `You cannot change a comment by ${comment.author.login}.`);
  }
}
