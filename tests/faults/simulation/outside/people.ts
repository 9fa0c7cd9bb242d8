import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { FakeCheckRun } from "../../../fakes/check-runs.ts";
import {
  type ExamplePayload,
  exampleComment,
  examplePayload,
  exampleReply,
} from "../../../fakes/webhooks/examples.ts";
import { signedEvent } from "../../../fakes/webhooks/signed-event.ts";
import { appHook, type HookEvent, sender } from "./github.ts";

export interface Written {
  body: string;
  action?: "created" | "edited" | "deleted";
  /** GitHub's ID of the comment; optional in a scenario with one comment. */
  id?: number;
  /** ISO 8601; distinguishes the edits of a comment. */
  updated_at?: string;
  guid?: string;
  hook_id?: string;
  /** The first comment of a thread on the diff that it belongs to; by default it is in the conversation. */
  thread?: number;
  /** Bytes of padding in the payload. */
  padding?: number;
}

const firstGuid = "4f2d8c1e-0000-4000-8000-000000000001";
const firstComment = 492_700_400;
const clickGuid = "4f2d8c1e-0000-4000-8000-000000000009";
/** The App of the fakes. */
const ourApp = 1_042;
const known = new Map<string, APIGatewayProxyEventV2>();

/** GitHub's own example of a comment, with this text. */
export function commentEvent(written: Written): HookEvent {
  const { guid = firstGuid, hook_id = appHook } = written;
  const key = JSON.stringify(written);
  const request = known.get(key) ?? sign(written, guid, hook_id);
  known.set(key, request);
  return { guid, hook_id, request };
}

/** GitHub's own example of a closed pull request, on the one of the example comment. */
export function closedEvent(guid: string): HookEvent {
  const { repository, issue } = exampleComment("");
  const example = examplePayload("pull_request", "closed");
  const pull_request = { ...Object(example.pull_request), number: Object(issue).number };
  const payload = { ...example, repository, number: pull_request.number, pull_request };
  const request = signedEvent("pull_request", "closed", {
    payload,
    delivery: guid,
    headers: { "x-github-hook-id": appHook },
  });
  return { guid, hook_id: appHook, request };
}

/** "Re-run" on a check run, as GitHub shows it now. */
export function rerunEvent({
  id,
  external_id,
  conclusion,
  started_at,
  completed_at,
}: FakeCheckRun): HookEvent {
  const { repository, sender, installation } = exampleComment("");
  const check_run = { id, external_id, conclusion, started_at, completed_at, app: { id: ourApp } };
  const payload = { action: "rerequested", repository, sender, installation, check_run };
  const options = {
    payload,
    ...{ delivery: clickGuid, headers: { "x-github-hook-id": appHook } },
  };
  return { guid: clickGuid, hook_id: appHook, request: signedEvent("check_run", "rerequested", options) };
}

export function commentId({ id = firstComment }: Pick<Written, "id">): number {
  return id;
}

function sign(written: Written, guid: string, hook_id: string): APIGatewayProxyEventV2 {
  return signedEvent(eventOf(written), written.action ?? "created", {
    payload: payloadOf(written),
    delivery: guid,
    headers: { "x-github-hook-id": hook_id },
  });
}

const eventOf = ({ thread }: Written) =>
  thread === undefined ? "issue_comment" : "pull_request_review_comment";

function payloadOf(written: Written): ExamplePayload {
  const { body, action = "created", updated_at, thread, padding = 0 } = written;
  const payload = thread === undefined ? exampleComment(body, action) : exampleReply(body, thread, action);
  const time = updated_at ? { updated_at } : {};
  payload.comment = { ...payload.comment, ...time, id: commentId(written), body };
  if (padding > 0) payload.padding = "x".repeat(padding);
  return payload;
}

/** The comment as GitHub has it after an event. */
export function commentAfter({ body, action }: Written): { author: string; body: string } | null {
  return action === "deleted" ? null : { author: sender, body };
}
