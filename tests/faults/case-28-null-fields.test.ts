import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { createGitHubClient } from "../../adapters/github/client.ts";
import { createHookDeliveries } from "../../adapters/github/hook-deliveries.ts";
import { supportedActions } from "../../core/deliveries/classify-webhook.ts";
import type { EventType } from "../../core/deliveries/envelope.ts";
import { webhookPayloadSchema } from "../../core/deliveries/webhook.schema.ts";
import { type CommentKind, commentKinds } from "../../core/github/pull-request.ts";
import { type Answers, interceptAnswers } from "./nulls/answers.ts";
import { type Conversation, kindWithLostCheckRun, startConversation } from "./nulls/conversation.ts";
import { describeRest, describeWebhook, type Shape } from "./nulls/descriptions.ts";
import { memberOf, variantsOf } from "./nulls/gaps.ts";
import { pathsOf, withGaps } from "./nulls/values.ts";

/** The same objects in webhooks, where more fields may be null. */
const comment = memberOf(describeWebhook("issue_comment", "created"), "comment");
const reviewComment = memberOf(describeWebhook("pull_request_review_comment", "created"), "comment");
const review = memberOf(describeWebhook("pull_request_review", "submitted"), "review");
const pull = memberOf(describeWebhook("pull_request", "synchronize"), "pull_request");

/** The operations whose responses the workflow reads, and GitHub's other descriptions of the same objects. */
const operations: Record<string, Shape[]> = {
  "apps/create-installation-access-token": [],
  "apps/get-repo-installation": [],
  "checks/create": [],
  "checks/list-for-ref": [],
  "checks/update": [],
  "issues/create-comment": [comment],
  "issues/get-comment": [comment],
  "issues/list-comments": [comment],
  "issues/update-comment": [comment],
  "pulls/get": [pull],
  "pulls/get-review": [review],
  "pulls/get-review-comment": [reviewComment],
  "pulls/list-files": [],
  "pulls/list-review-comments": [reviewComment],
  "pulls/list-reviews": [review],
  "reactions/create-for-issue-comment": [],
  "reactions/create-for-pull-request-review-comment": [],
  "repos/get-collaborator-permission-level": [],
};

/** The operations that the sweeper reads. */
const deliveries = ["apps/get-webhook-delivery", "apps/list-webhook-deliveries"];
const described = describeRest([...Object.keys(operations), ...deliveries]);

/** All handled events, with their actions. */
const webhooks = Object.entries(supportedActions).flatMap(([event, actions]) =>
  actions.map((action) => [event as EventType, action] as const),
);
let conversation: Conversation;
let answers: Answers;

beforeAll(async () => {
  conversation = await startConversation();
  answers = interceptAnswers(new URL(conversation.service.github.url).origin, described);
});

afterEach(() => answers.lack(null));

afterAll(async () => {
  answers.stop();
  await conversation.stop();
});

/** Gives a command in every kind of comment; looks the installation up. Returns what went wrong. */
async function commandIn(kinds: readonly CommentKind[]): Promise<string[]> {
  const faults: string[] = [];
  for (const kind of kinds) {
    const { installation: _, ...payload } = await conversation.commanded(kind);
    faults.push(...(await conversation.faultsOf(kind, withoutNodeIds(payload))));
  }
  return faults;
}

/** Without them, the REST API is asked. What GraphQL leaves out is a matter of its adapter's test. */
function withoutNodeIds(payload: object): object {
  return JSON.parse(JSON.stringify(payload), (name, value) => (name === "node_id" ? undefined : value));
}

/** Most operations are used for every kind of comment. */
function kindUsing(id: string): CommentKind {
  if (id === "pulls/get-review") return "pull_request_review";
  if (id === "checks/list-for-ref") return kindWithLostCheckRun;
  return /get-review-comment|pull-request-review-comment/.test(id)
    ? "pull_request_review_comment"
    : "issue_comment";
}

describe("case 28: every optional field of a response is left out", () => {
  test("with nothing left out, every operation is called and read", async () => {
    expect(await commandIn(commentKinds)).toEqual([]);
    expect([...answers.reads.keys()].sort()).toEqual(Object.keys(operations));
    const ended = (await conversation.service.jobs()).map(
      ({ employee, outcome }) => `${employee} ${outcome}`,
    );
    expect(ended).toEqual(commentKinds.flatMap(() => ["security answered", "explain answered"]));
  });

  test.each(Object.entries(operations))("%s", async (id, also) => {
    expect(await faultsWithout(id, also, () => commandIn([kindUsing(id)]))).toEqual([]);
  });

  test.each(deliveries)("%s", async (id) => {
    await readHook();
    expect(await faultsWithout(id, [], readHook)).toEqual([]);
  });
});

/** Does the work once for each variant of the operation's response. Returns what went wrong. */
async function faultsWithout(id: string, also: Shape[], work: () => Promise<string[]>): Promise<string[]> {
  const shape = described.find((one) => one.id === id)?.shape;
  const read = [...(answers.reads.get(id) ?? [])].map((text) => text.split("."));
  if (!shape || read.length === 0) throw new Error(`Nothing is read of ${id}`);
  const faults: string[] = [];
  for (const [name, gaps] of variantsOf(answers.examples.get(id), read, shape, also)) {
    answers.lack({ id, gaps });
    faults.push(...(await work()).map((fault) => `${name}: ${fault}`));
  }
  return faults;
}

/** Reads GitHub's list of deliveries and one of them, as the sweeper does. */
async function readHook(): Promise<string[]> {
  const { appId, privateKey, url } = conversation.service.github;
  const credentials = async () => ({ app_id: appId, private_key: privateKey });
  const client = createGitHubClient({ apiUrl: url, credentials, permissions: {} });
  const hook = createHookDeliveries(client, { kind: "app" });
  const { attempts } = await hook.page(null, { failures_only: false });
  await hook.hookId(attempts[0]?.id ?? "");
  return attempts.length > 0 ? [] : ["No attempt was listed"];
}

describe("case 28: every optional field of a webhook is left out", () => {
  test.each(webhooks)("%s.%s", async (event, action) => {
    const read = pathsOf(webhookPayloadSchema);
    const example = { ...(await webhookOf(event, action)), action };
    const faults: string[] = [];
    for (const [name, gaps] of variantsOf(example, read, describeWebhook(event, action))) {
      const payload = withGaps({ ...(await webhookOf(event, action)), action }, gaps);
      const found = await conversation.faultsOf(event, payload as object);
      faults.push(...found.map((fault) => `${name}: ${fault}`));
    }
    expect(faults).toEqual([]);
  });
});

/** GitHub's payload; an event of the pull request itself has the fields of a review event. */
async function webhookOf(event: EventType, action: string): Promise<Record<string, unknown>> {
  if (event === "check_run" || event === "check_suite") return conversation.clicked(event, action);
  return conversation.commanded(event === "pull_request" ? "pull_request_review" : event);
}
