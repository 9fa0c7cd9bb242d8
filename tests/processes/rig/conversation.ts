import { type AppComment, readAppComments } from "../../e2e/read-app-comments.ts";

/** A pull request that a test uses, by GitHub's own address. */
export interface Thread {
  repo: string;
  pr: number;
}

/** Writes under a pull request as a person does; GitHub tells the App. Answers the comment's id. */
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

/** Whether an answer is what the employee said, and not that it is at work or could not finish. */
export function isAnswered({ body }: Pick<AppComment, "body">): boolean {
  return /\*\* on\s`\/[^`]+` at `[0-9a-f]{7}`:/.test(body);
}

/** On how many of these pull requests an answer stands. */
export async function answered(github: string, threads: Thread[]): Promise<number> {
  const found = await Promise.all(threads.map((thread) => answersOn(github, thread)));
  return found.filter((answers) => answers.some(isAnswered)).length;
}
