import type { GitHubApi, GitHubClient } from "../../../adapters/github/client.ts";
import { isNotFound } from "../../../adapters/github/errors.ts";
import { repositoryOf } from "../../../adapters/github/request.ts";
import { OperatorError } from "../errors.ts";
import type { CommentLocation } from "./comment-url.ts";

/** The webhook that GitHub would send for a comment as it is now; its payload is not validated. */
interface LiveWebhook {
  event_type: CommentLocation["source"]["kind"];
  payload: unknown;
}

/** Builds the webhook of a comment or review from its current state on GitHub. */
export async function liveWebhook(place: CommentLocation, client: GitHubClient): Promise<LiveWebhook> {
  const target = await client.repository(place.repo);
  const payload = await client.call(target, async (api) => {
    try {
      return await readPayload(api, place);
    } catch (error) {
      if (isNotFound(error)) return null;
      throw error;
    }
  });
  if (payload) return { event_type: place.source.kind, payload };
  const advice = "It may be deleted, or the App may not be installed there.";
  throw new OperatorError("GitHub has no such comment on that pull request.", advice);
}

async function readPayload(api: GitHubApi, { repo, pr_number, source }: CommentLocation): Promise<unknown> {
  const repository = repositoryOf({ repo });
  const { data: pull } = await api.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
    ...repository,
    pull_number: pr_number,
  });
  const { id, full_name } = pull.base.repo;
  const common = { repository: { id, full_name }, pull_request: { number: pr_number } };
  const comment = { ...repository, comment_id: source.id };
  switch (source.kind) {
    case "issue_comment": {
      const { data } = await api.request("GET /repos/{owner}/{repo}/issues/comments/{comment_id}", comment);
      if (!isOn(data.issue_url, pr_number)) return null;
      const issue = { number: pr_number, pull_request: {} };
      return { ...common, action: "created", sender: data.user ?? ghost, issue, comment: data };
    }
    case "pull_request_review_comment": {
      const { data } = await api.request("GET /repos/{owner}/{repo}/pulls/comments/{comment_id}", comment);
      if (!isOn(data.pull_request_url, pr_number)) return null;
      return { ...common, action: "created", sender: data.user ?? ghost, comment: data };
    }
    case "pull_request_review": {
      const path = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}";
      const review = { ...repository, pull_number: pr_number, review_id: source.id };
      const { data } = await api.request(path, review);
      return { ...common, action: "submitted", sender: data.user ?? ghost, review: data };
    }
  }
}

/** Stands for deleted accounts: https://github.com/ghost */
const ghost = { login: "ghost", id: 10137, type: "User" };

const isOn = (thread: string, pr_number: number): boolean => thread.split("/").at(-1) === String(pr_number);
