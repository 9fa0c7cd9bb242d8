import type { ExampleComment, ExamplePullRequest, ExampleRepository, Examples } from "./examples.ts";

export interface ExampleLookup {
  repository(fullName: string): ExampleRepository | undefined;
  pullRequest(fullName: string, number: number): ExamplePullRequest | undefined;
  comment(fullName: string, id: number): (ExampleComment & { number: number }) | undefined;
}

/** Finds repositories, pull requests and comments in GitHub's example payloads. */
export function createExampleLookup({ payloads }: Examples): ExampleLookup {
  const repositories = new Map<string, ExampleRepository>();
  const pulls = new Map<string, ExamplePullRequest>();
  const comments = new Map<string, ExampleComment & { number: number }>();

  for (const { repository, pull_request, issue, comment } of payloads) {
    if (!repository) continue;
    const name = repository.full_name.toLowerCase();
    repositories.set(name, repository);
    const number = (pull_request ?? issue)?.number;
    if (pull_request) pulls.set(`${name}#${pull_request.number}`, pull_request);
    if (comment && number) comments.set(`${name}#${comment.id}`, { ...comment, number });
  }

  return {
    repository: (fullName) => repositories.get(fullName.toLowerCase()),
    pullRequest: (fullName, number) => pulls.get(`${fullName.toLowerCase()}#${number}`),
    comment: (fullName, id) => comments.get(`${fullName.toLowerCase()}#${id}`),
  };
}
