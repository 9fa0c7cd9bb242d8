/** A pull request that a test uses, by GitHub's own address. */
export interface Thread {
  repo: string;
  pr: number;
}

export interface WrittenAnswer {
  id: number;
  body: string;
  job_id: string;
}

interface ListedComment {
  id: number;
  body: string;
  performed_via_github_app: object | null;
}

/** Writes under a pull request as a person does; GitHub tells the App. Answers the comment's id. */
export async function comment(github: string, { repo, pr }: Thread, body: string, login = "octo-demo") {
  const response = await fetch(`${github}/repos/${repo}/issues/${pr}/comments`, {
    method: "POST",
    headers: { authorization: `token user:${login}`, "content-type": "application/json" },
    body: JSON.stringify({ body }),
  });
  if (response.status !== 201) throw new Error(`GitHub did not take a comment: ${await response.text()}`);
  return ((await response.json()) as ListedComment).id;
}

/** The comments that GitHub says our App has made, all pages, with the job that each one's marker names. */
export async function answersOn(github: string, { repo, pr }: Thread): Promise<WrittenAnswer[]> {
  const found: WrittenAnswer[] = [];
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

/** Whether an answer is what the employee said, and not that it is at work or could not finish. */
export function isAnswered({ body }: Pick<WrittenAnswer, "body">): boolean {
  return /\*\* on\s`\/[^`]+` at `[0-9a-f]{7}`:/.test(body);
}

/** On how many of these pull requests an answer stands. */
export async function answered(github: string, threads: Thread[]): Promise<number> {
  const found = await Promise.all(threads.map((thread) => answersOn(github, thread)));
  return found.filter((answers) => answers.some(isAnswered)).length;
}
