import type { ChangedFile } from "../core/employees/pull-request-context.ts";
import type { RepositoryReader } from "../core/github/repository-reader.ts";
import { type Permission, permissions } from "../core/roster/permission.ts";
import { type GitHubClient, repositoryOf } from "./github-client.ts";
import { isNotFound } from "./github-errors.ts";

/** GitHub lists no more files of a pull request than this. */
const listedFiles = 3_000;

/** What is read of a repository and its pull requests, by GitHub's REST API. */
export function createGitHubRepository(client: GitHubClient): RepositoryReader {
  return {
    pullRequest(target) {
      return client.call(target, async (api) => {
        const { data } = await api.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
          ...repositoryOf(target),
          pull_number: target.pr_number,
        });
        return {
          title: data.title,
          body: data.body ?? "",
          author: data.user.login,
          labels: data.labels.map(({ name }) => name),
          base_branch: data.base.ref,
          base_sha: data.base.sha,
          head_sha: data.head.sha,
          // The fork may have been deleted since: then its head belongs to nobody.
          from_fork: data.head.repo === null || data.head.repo.id !== data.base.repo.id,
        };
      });
    },

    permissionOf(target, login) {
      return client.call(target, async (api) => {
        try {
          const { data } = await api.request(
            "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
            {
              ...repositoryOf(target),
              username: login,
            },
          );
          return atLeast(data.permission, data.role_name);
        } catch (error) {
          if (isNotFound(error)) return "none";
          throw error;
        }
      });
    },

    changedFiles(target) {
      return client.call(target, async (api) => {
        const files = await api.paginate("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", {
          ...repositoryOf(target),
          pull_number: target.pr_number,
          per_page: 100,
        });
        return { files: files.map(toChangedFile), truncated: files.length >= listedFiles };
      });
    },

    thread(target) {
      return client.call(target, async (api) => {
        const comments = await api.paginate("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
          ...repositoryOf(target),
          issue_number: target.pr_number,
          per_page: 100,
        });
        return comments.map(({ user, body, created_at }) => ({
          author: user?.login ?? "ghost",
          body: body ?? "",
          created_at,
        }));
      });
    },

    codeowners(target, baseBranch) {
      return client.call(target, async (api) => {
        for (const path of [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"]) {
          try {
            const { data } = await api.request("GET /repos/{owner}/{repo}/contents/{path}", {
              ...repositoryOf(target),
              path,
              ref: baseBranch,
              mediaType: { format: "raw" },
            });
            return String(data);
          } catch (error) {
            if (!isNotFound(error)) throw error;
          }
        }
        return null;
      });
    },
  };
}

/** The built-in level, or the role's where the role is a finer one (`triage`, `maintain`). */
function atLeast(permission: string, role: string): Permission {
  return (
    permissions.find((known) => known === role) ?? permissions.find((known) => known === permission) ?? "none"
  );
}

interface ListedFile {
  filename: string;
  previous_filename?: string;
  status: ChangedFile["status"];
  additions: number;
  deletions: number;
  patch?: string;
}

function toChangedFile(file: ListedFile): ChangedFile {
  return {
    path: file.filename,
    previous_path: file.previous_filename ?? null,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    patch: file.patch ?? null,
  };
}
