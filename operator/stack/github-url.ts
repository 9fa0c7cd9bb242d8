import type { Command } from "commander";
import type { Io } from "../cli/io.ts";
import { parseUrl } from "../cli/options/stack-options.ts";
import type { Stack } from "./find-stack.ts";

export interface ApiUrlOptions {
  githubApiUrl?: string;
}

export function withApiUrl(command: Command): Command {
  return command.option(
    "--github-api-url <url>",
    "GitHub's API; otherwise GITHUB_API_URL, what the stack is deployed with, https://api.github.com",
    parseUrl,
  );
}

/** The API that the stack's functions talk to. */
export function apiUrlOf({ githubApiUrl }: ApiUrlOptions, { env }: Io, stack: Stack): string {
  return githubApiUrl ?? env.GITHUB_API_URL ?? stack.find("GitHubApiUrl") ?? "https://api.github.com";
}

/** The address of a GitHub's pages, by its API's. */
export function siteOfApiUrl(apiUrl: string): string {
  const { hostname, origin, protocol } = new URL(apiUrl);
  if (hostname === "api.github.com") return "https://github.com";
  if (hostname.endsWith(".ghe.com")) return `${protocol}//${hostname.replace(/^api\./, "")}`;
  return origin;
}

/** The API of the GitHub whose pages are at that address. */
export function apiUrlOfSite(githubUrl: string): string {
  const { hostname, origin, protocol } = new URL(githubUrl);
  if (hostname === "github.com") return "https://api.github.com";
  if (hostname.endsWith(".ghe.com")) return `${protocol}//api.${hostname}`;
  return `${origin}/api/v3`;
}
