import { commitSha } from "../state/ids.ts";
import { setPullState } from "../state/pulls.ts";
import type { ChangedFile, PullRequest, Repository } from "../state/records.ts";
import { requireWrite } from "./access.ts";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, ok } from "./exchange.ts";
import { paged } from "./paging.ts";
import { authorOf, pullOf, repositoryOf } from "./request-records.ts";

/** Returns the routes of pull requests and their changed files. */
export function pullRoutes({ store, base, presentPull }: ApiContext): ApiHandlers {
  return {
    "pulls/list": (request) => {
      const repository = repositoryOf(store, request);
      const state = request.query.get("state") ?? "open";
      const pulls = [...repository.pulls.values()]
        .filter((pull) => state === "all" || pull.state === state)
        .sort((a, b) => b.number - a.number);
      return paged(request, base(), pulls, (pull) => presentPull(base(), repository, pull));
    },

    "pulls/get": (request) => {
      const { repository, pull } = pullOf(store, request);
      if (!/\bvnd\.github(\.v3)?\.diff\b/.test(request.headers.accept ?? "")) {
        return ok(presentPull(base(), repository, pull));
      }
      const headers = { "content-type": "application/vnd.github.diff; charset=utf-8" };
      return { status: 200, headers, body: unifiedDiff(pull.files) };
    },

    "pulls/update": (request) => {
      const { repository, pull } = pullOf(store, request);
      requireWrite(request, repository, "pull_requests");
      const { title, body, state } = request.body;
      if (typeof title === "string") pull.title = title;
      if (typeof body === "string") pull.body = body;
      if (state === "open" || state === "closed") {
        setPullState(store, repository, pull, state, authorOf(store, request));
      }
      return ok(presentPull(base(), repository, pull));
    },

    "pulls/list-files": (request) => {
      const { repository, pull } = pullOf(store, request);
      return paged(request, base(), pull.files, (file) => presentFile(base(), repository, pull, file));
    },
  };
}

function presentFile(base: string, repository: Repository, pull: PullRequest, file: ChangedFile) {
  const { sha } = pull.head;
  const path = encodeURIComponent(file.filename);
  return {
    sha: commitSha(file.filename, file.patch),
    filename: file.filename,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${base}/${repository.fullName}/blob/${sha}/${path}`,
    raw_url: `${base}/${repository.fullName}/raw/${sha}/${path}`,
    contents_url: `${base}/repos/${repository.fullName}/contents/${path}?ref=${sha}`,
    patch: file.patch,
  };
}

/** Returns the patches of the changed files as `git diff` prints them. */
export function unifiedDiff(files: ChangedFile[]): string {
  const mode = { added: "new file mode 100644\n", removed: "deleted file mode 100644\n", modified: "" };
  return files
    .map(({ filename, status, patch }) => {
      const before = status === "added" ? "/dev/null" : `a/${filename}`;
      const after = status === "removed" ? "/dev/null" : `b/${filename}`;
      const header = `diff --git a/${filename} b/${filename}\n${mode[status]}`;
      return `${header}--- ${before}\n+++ ${after}\n${patch}\n`;
    })
    .join("");
}
