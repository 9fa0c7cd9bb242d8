import { createGitHubClient } from "./github-client.ts";
import { createGitHubRepository } from "./github-repository.ts";
import { createGitHubSecret } from "./github-secret.ts";
import { createGitHubWriter } from "./github-writer.ts";

interface GitHubEnvironment {
  GITHUB_API_URL: string;
  GITHUB_SECRET_ID: string;
}

/** GitHub for a function that only reads: its tokens cannot write. */
export function createGitHubReader(env: GitHubEnvironment) {
  const permissions = { metadata: "read", contents: "read", pull_requests: "read", issues: "read" } as const;
  return createGitHubRepository(createGitHubClient({ ...connection(env), permissions }));
}

/** GitHub for a function that answers: comments and reactions of pull requests, nothing of the code. */
export function createGitHubPublisher(env: GitHubEnvironment) {
  const permissions = {
    metadata: "read",
    contents: "read",
    pull_requests: "write",
    issues: "write",
  } as const;
  const client = createGitHubClient({ ...connection(env), permissions });
  return { reader: createGitHubRepository(client), writer: createGitHubWriter(client) };
}

function connection({ GITHUB_API_URL, GITHUB_SECRET_ID }: GitHubEnvironment) {
  return { apiUrl: GITHUB_API_URL, credentials: createGitHubSecret(GITHUB_SECRET_ID).credentials };
}
