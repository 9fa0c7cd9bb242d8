import type { ApiContext } from "../api/context.ts";
import { presentCheckRunEvent, presentCheckSuite } from "../api/present-check-run.ts";
import { presentComment, presentReview, presentReviewComment } from "../api/present-comment.ts";
import { presentIssue } from "../api/present-issue.ts";
import { presentUser } from "../api/present-user.ts";
import type { WebhookChange } from "../state/changes.ts";
import { nodeId } from "../state/ids.ts";
import type { User } from "../state/records.ts";

type PayloadContext = Pick<
  ApiContext,
  "app" | "installations" | "base" | "presentPull" | "presentRepository"
>;

/** Returns the payload of the webhook that GitHub sends for a change. */
export function webhookPayload(context: PayloadContext, change: WebhookChange): Record<string, unknown> {
  const { installations, base, presentRepository } = context;
  const { repository, sender } = change;
  const { owner } = repository;
  const installation = installations.ofAccount(owner);
  return {
    action: change.action,
    ...subject(context, change),
    repository: presentRepository(base(), repository),
    ...(owner.type === "Organization" && { organization: presentOrganization(base(), owner) }),
    sender: presentUser(base(), sender),
    installation: {
      id: installation.id,
      node_id: nodeId("IntegrationInstallation", installation.id),
    },
  };
}

function subject({ app, base, presentPull }: PayloadContext, change: WebhookChange): Record<string, unknown> {
  const { repository } = change;
  if (change.event === "check_suite") {
    return { check_suite: presentCheckSuite(base(), app, repository, change.suite) };
  }
  if (change.event === "check_run") {
    return {
      check_run: presentCheckRunEvent(base(), app, repository, change.run),
      ...(change.action === "requested_action" && { requested_action: { identifier: change.identifier } }),
    };
  }
  const { pull } = change;
  switch (change.event) {
    case "issue_comment":
      return {
        ...previous(change),
        issue: presentIssue(base(), repository, pull),
        comment: presentComment(base(), app, repository, change.comment),
      };
    case "pull_request_review_comment":
      return {
        ...previous(change),
        comment: presentReviewComment(base(), repository, change.comment),
        pull_request: presentPull(base(), repository, pull),
      };
    case "pull_request_review": {
      const review = presentReview(base(), repository, change.review);
      return {
        review: { ...review, state: review.state.toLowerCase() },
        pull_request: presentPull(base(), repository, pull),
      };
    }
    case "pull_request":
      return {
        number: pull.number,
        pull_request: presentPull(base(), repository, pull),
        ...(change.action === "synchronize" && { before: change.before, after: change.after }),
      };
  }
}

function previous(change: { action: string; previousBody?: string }) {
  return change.action === "edited" && { changes: { body: { from: change.previousBody } } };
}

function presentOrganization(base: string, { id, login }: User) {
  const url = `${base}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId("Organization", id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${base}/_sim/avatars/${login}.svg`,
    description: "",
  };
}
