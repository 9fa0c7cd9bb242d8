import type { AppPermissions, Installation, RepositoryChoice } from "../state/app.ts";
import { timestamp } from "../state/timestamps.ts";
import { requireApp, requireAuthenticated } from "./access.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, type ApiRequest, created, numberParam, ok } from "./exchange.ts";
import { GitHubError } from "./github-error.ts";
import { presentApp, presentInstallation } from "./present-app.ts";
import { presentUser } from "./present-user.ts";
import { repositoryOf } from "./request-records.ts";

/** Returns the routes of the App itself, its installations and their tokens, and users. */
export function appRoutes(context: ApiContext): ApiHandlers {
  const { store, app, installations, base } = context;

  function narrowedPermissions({ body }: ApiRequest): AppPermissions {
    const wanted = body.permissions as AppPermissions | undefined;
    if (!wanted) return app.permissions;
    for (const [name, level] of Object.entries(wanted)) {
      const granted = app.permissions[name];
      if (!granted || (level === "write" && granted === "read")) {
        throw new GitHubError(422, "The permissions requested are not granted to this installation.");
      }
    }
    return { ...wanted, metadata: "read" };
  }

  return {
    "apps/get-authenticated": (request) => {
      requireApp(request);
      return ok(presentApp(base(), app));
    },

    "apps/list-installations": (request) => {
      requireApp(request);
      const accounts = new Set(store.repositories().map(({ owner }) => owner));
      return ok([...accounts].map((account) => present(account)));
    },

    "apps/get-installation": (request) => {
      requireApp(request);
      const installation = installations.byId(numberParam(request, "installation_id"));
      return ok(presentInstallation(base(), app, installation));
    },

    "apps/get-repo-installation": (request) => {
      requireApp(request);
      return ok(present(repositoryOf(store, request).owner));
    },

    "apps/create-installation-access-token": (request) => {
      requireApp(request);
      const installation = installations.byId(numberParam(request, "installation_id"));
      const narrowed = narrowedTo(context, installation, request);
      const token = installations.createToken(installation, narrowedPermissions(request), narrowed);
      const chosen = narrowed && "ids" in narrowed ? narrowed.ids : [];
      const repositories = store.repositories().filter(({ id }) => chosen.includes(id));
      return created({
        token: token.token,
        expires_at: timestamp(token.expiresAt),
        permissions: token.permissions,
        repository_selection: narrowed ? "selected" : "all",
        ...(repositories.length > 0 && {
          repositories: repositories.map((one) => context.presentRepository(base(), one)),
        }),
      });
    },

    "users/get-by-username": (request) => {
      requireAuthenticated(request);
      const user = store.user(request.params.username ?? "");
      const at = "2026-01-05T09:00:00Z";
      return ok({ ...presentUser(base(), user), name: user.login, created_at: at, updated_at: at });
    },
  };

  function present(account: Parameters<typeof installations.ofAccount>[0]) {
    return presentInstallation(base(), app, installations.ofAccount(account));
  }
}

/** Returns the repositories that a token is requested for; null means all. Throws if the installation lacks one of them. */
function narrowedTo(
  { store }: ApiContext,
  { account }: Installation,
  { body }: ApiRequest,
): RepositoryChoice | null {
  if (Array.isArray(body.repositories)) {
    const names = body.repositories.map(String);
    if (!account) return { names: names.map((name) => name.toLowerCase()) };
    if (names.some((name) => store.former(`${account.login}/${name}`))) throw inaccessibleRepository();
    return { ids: names.map((name) => store.repository(account.login, name).id) };
  }
  if (!Array.isArray(body.repository_ids)) return null;
  const ids = body.repository_ids.map(Number);
  const known = store
    .repositories()
    .filter(({ id, owner }) => ids.includes(id) && (!account || account === owner));
  if (known.length < ids.length) throw inaccessibleRepository();
  return { ids };
}

const inaccessibleRepository = () =>
  new GitHubError(
    422,
    "There is at least one repository that does not exist or is not accessible to the parent installation.",
  );
