import { type AppComment, readAppComments } from "../../e2e/read-app-comments.ts";

/** A pull request of a test. */
export interface Thread {
  repo: string;
  pr: number;
}

/** Posts on a pull request as a user; GitHub delivers it to the App. Returns the comment's ID. */
export async function comment(github: string, { repo, pr }: Thread, body: string, login = "octo-demo") {
  const response = await fetch(`${github}/repos/${repo}/issues/${pr}/comments`, {
    method: "POST",
    headers: { authorization: `token user:${login}`, "content-type": "application/json" },
    body: JSON.stringify({ body }),
  });
  if (response.status !== 201) throw new Error(`GitHub did not take a comment: ${await response.text()}`);
  return ((await response.json()) as { id: number }).id;
}

/** Returns our App's comments on a pull request. */
export function answersOn(github: string, { repo, pr }: Thread): Promise<AppComment[]> {
  return readAppComments(github, repo, pr);
}

/** Whether a comment is the employee's answer, not an acknowledgement or a failure. */
export function isAnswered({ body }: Pick<AppComment, "body">): boolean {
  return /\*\* on\s`\/[^`]+` at `[0-9a-f]{7}`:/.test(body);
}

/** The number of pull requests with an answer. */
export async function answered(github: string, threads: Thread[]): Promise<number> {
  const found = await Promise.all(threads.map((thread) => answersOn(github, thread)));
  return found.filter((answers) => answers.some(isAnswered)).length;
}
