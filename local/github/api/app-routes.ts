import type { AppPermissions } from "../state/app.ts";
import { timestamp } from "../state/clock.ts";
import { requireApp, requireSomebody } from "./access.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, type ApiRequest, created, numberParam, ok, repositoryOf } from "./exchange.ts";
import { GitHubError } from "./github-error.ts";
import { presentApp, presentInstallation } from "./present-app.ts";
import { presentUser } from "./present-user.ts";

/** The App itself, its installations and their tokens. */
export function appRoutes(context: ApiContext): ApiHandlers {
  const { world, app, installations, base } = context;

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
      const accounts = new Set(world.repositories().map(({ owner }) => owner));
      return ok([...accounts].map((account) => present(account)));
    },

    "apps/get-installation": (request) => {
      requireApp(request);
      const installation = installations.byId(numberParam(request, "installation_id"));
      return ok(presentInstallation(base(), app, installation));
    },

    "apps/get-repo-installation": (request) => {
      requireApp(request);
      return ok(present(repositoryOf(world, request).owner));
    },

    "apps/create-installation-access-token": (request) => {
      requireApp(request);
      const installation = installations.byId(numberParam(request, "installation_id"));
      const narrowed = narrowedRepositories(context, request);
      const names = narrowed?.map((name) => name.toLowerCase()) ?? null;
      const token = installations.createToken(installation, narrowedPermissions(request), names);
      const owner = installation.account?.login;
      return created({
        token: token.token,
        expires_at: timestamp(token.expiresAt),
        permissions: token.permissions,
        repository_selection: narrowed ? "selected" : "all",
        ...(narrowed &&
          owner && {
            repositories: narrowed.map((name) =>
              context.presentRepository(base(), world.repository(owner, name)),
            ),
          }),
      });
    },

    "users/get-by-username": (request) => {
      requireSomebody(request);
      const user = world.user(request.params.username ?? "");
      const at = "2026-01-05T09:00:00Z";
      return ok({ ...presentUser(base(), user), name: user.login, created_at: at, updated_at: at });
    },
  };

  function present(account: Parameters<typeof installations.ofAccount>[0]) {
    return presentInstallation(base(), app, installations.ofAccount(account));
  }
}

function narrowedRepositories({ world }: ApiContext, { body }: ApiRequest): string[] | null {
  if (Array.isArray(body.repositories)) return body.repositories.map(String);
  if (!Array.isArray(body.repository_ids)) return null;
  const ids = body.repository_ids.map(Number);
  const known = world.repositories().filter(({ id }) => ids.includes(id));
  if (known.length < ids.length) {
    throw new GitHubError(422, "There is at least one repository that does not exist or is not accessible.");
  }
  return known.map(({ name }) => name);
}
