import type { Stack } from "./find-stack.ts";

export interface ApiUrlOptions {
  githubApiUrl?: string;
}

/** Returns the URL of GitHub's API: the given one, or else the environment's, the stack's or github.com's. */
export function apiUrlOf(
  { githubApiUrl }: ApiUrlOptions,
  env: Record<string, string | undefined>,
  stack: Stack,
): string {
  return githubApiUrl ?? env.GITHUB_API_URL ?? stack.find("GitHubApiUrl") ?? "https://api.github.com";
}

/** Returns the URL of a GitHub's API, from its pages'. */
export function apiUrlOfSite(githubUrl: string): string {
  const { hostname, origin, protocol } = new URL(githubUrl);
  if (hostname === "github.com") return "https://api.github.com";
  if (hostname.endsWith(".ghe.com")) return `${protocol}//api.${hostname}`;
  return `${origin}/api/v3`;
}
