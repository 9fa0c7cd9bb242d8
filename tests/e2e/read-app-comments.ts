/** A comment of our App, read through GitHub's own route. */
export interface AppComment {
  id: number;
  body: string;
  /** Read from the marker in its first line; empty without one. */
  job_id: string;
}

interface ListedComment {
  id: number;
  body: string;
  performed_via_github_app: object | null;
}

/** Returns our App's comments on a pull request of the GitHub at that URL, from all pages. */
export async function readAppComments(github: string, repo: string, pr: number): Promise<AppComment[]> {
  const found: AppComment[] = [];
  for (let page = 1; ; page++) {
    const address = `${github}/repos/${repo}/issues/${pr}/comments?per_page=100&page=${page}`;
    const comments = (await (await fetch(address)).json()) as ListedComment[];
    for (const { id, body, performed_via_github_app } of comments) {
      const job_id = /^<!-- pr-comment-automation job=(\S+) part=\d+ -->/.exec(body)?.[1] ?? "";
      if (performed_via_github_app) found.push({ id, body, job_id });
    }
    if (comments.length < 100) return found;
  }
}
