import { type Permission, permissions } from "../../core/github/permission.ts";
import {
  type ChangedFile,
  commentKinds,
  deletedUser,
  type PullRequest,
} from "../../core/github/pull-request.ts";
import type { RepositoryReader } from "../../core/github/repository-reader.ts";
import type { GitHubClient } from "./client.ts";
import { commentRoutes } from "./comments.ts";
import { isNotFound } from "./errors.ts";
import { repositoryOf } from "./request.ts";
import { createStandingReader } from "./standing.ts";

/** GitHub lists no more files of a pull request than this. */
const listedFiles = 3_000;

/** Reads repositories and pull requests by GitHub's REST API, and standings with one GraphQL query where it can. */
export function createGitHubRepository(client: GitHubClient): RepositoryReader {
  const parts = readParts(client);
  return { ...parts, standing: createStandingReader(client, parts) };
}

function readParts(client: GitHubClient): Omit<RepositoryReader, "standing"> {
  return {
    appLogin: client.appLogin,

    pullRequest(target) {
      return client.call(target, async (api) => {
        const { data } = await api.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
          ...repositoryOf(target),
          pull_number: target.pr_number,
        });
        return toPullRequest(data);
      });
    },

    comment(target, source) {
      return client.call(target, async (api) => {
        try {
          const { thread, ...comment } = await commentRoutes[source.kind].read(api, target, source.id);
          // The pull request's number comes from a payload, so the comment may belong to another pull request.
          if (thread.split("/").at(-1) !== String(target.pr_number)) return null;
          return comment;
        } catch (error) {
          if (isNotFound(error)) return null;
          throw error;
        }
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
        const lists = await Promise.all(commentKinds.map((kind) => commentRoutes[kind].list(api, target)));
        return lists.flat().sort((one, other) => one.created_at.localeCompare(other.created_at));
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

/** The members of GitHub's pull request that are read. */
interface PullData {
  title: string;
  body: string | null;
  user: { login: string } | null;
  labels: { name: string }[];
  base: { ref: string; sha: string; repo: { id: number | bigint; full_name: string } };
  head: { sha: string; repo: { id: number | bigint } | null };
  closed_at?: string | null;
}

function toPullRequest(data: PullData): PullRequest {
  return {
    repo_id: Number(data.base.repo.id),
    repo: data.base.repo.full_name,
    title: data.title,
    body: data.body ?? "",
    // Null for a deleted account, although GitHub's description of this route does not say so.
    author: accountOf(data.user),
    labels: data.labels.map(({ name }) => name),
    base_branch: data.base.ref,
    base_sha: data.base.sha,
    head_sha: data.head.sha,
    // The head of a deleted fork has no repository.
    from_fork: data.head.repo?.id !== data.base.repo.id,
    closed_at: data.closed_at ?? null,
  };
}

function accountOf(user: { login: string } | null): string {
  return user?.login ?? deletedUser;
}

/** Returns the role if it is one of ours (`triage` and `maintain` are finer than `permission`), else the permission. */
function atLeast(permission: string, role: string | undefined): Permission {
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
