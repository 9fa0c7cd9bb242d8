import { sourceKinds } from "../github/pull-request.ts";

export interface Sender {
  login: string;
  id: number;
  /** GitHub's account type: `User`, `Bot`, `Organization`. */
  type: string;
}

/** Where the webhook's payload is: in the envelope, or, if large, in the payload bucket. */
export type PayloadRef =
  | { kind: "inline"; payload: unknown }
  | { kind: "s3"; bucket: string; key: string; sha256: string; bytes: number };

/** The body of a queue message, version 1. It contains data of users: never log it. */
export interface Envelope {
  version: 1;
  /** `X-GitHub-Delivery`. */
  delivery_id: string;
  /** `X-GitHub-Hook-ID`: two hooks can deliver the same delivery ID. */
  hook_id: string;
  event_type: EventType;
  action: string;
  /** `owner/name`. */
  repo: string;
  repo_id: number;
  /** Null if the payload does not name it: a check run of a fork belongs to no pull request. */
  pr_number: number | null;
  /** ID of the comment or review; null for all other events. */
  comment_id: number | null;
  /** Null if the webhook belongs to a repository, not to an App. */
  installation_id: number | null;
  sender: Sender;
  /** ISO 8601 UTC. */
  received_at: string;
  /** 64 hexadecimal digits: equal for deliveries of the same request. */
  intent_key: string;
  payload_ref: PayloadRef;
}

/** An envelope on its way to its stores: its payload may still be the text that GitHub sent, which is valid JSON. */
export type OutgoingEnvelope = Omit<Envelope, "payload_ref"> & {
  payload_ref: PayloadRef | { kind: "text"; json: string };
};

/** Returns the JSON of an envelope. A payload's text becomes part of it as it is; nothing parses and writes it again. */
export function envelopeText(envelope: OutgoingEnvelope): string {
  const { payload_ref: ref, ...rest } = envelope;
  if (ref.kind !== "text") return JSON.stringify(envelope);
  return `${JSON.stringify(rest).slice(0, -1)},"payload_ref":{"kind":"inline","payload":${ref.json}}}`;
}

/** An envelope whose pull request is known, with what the payload calls its repository in GraphQL. */
export type PullRequestEnvelope = Envelope & { pr_number: number; repo_node_id?: string };

/** Returns the envelope in the body of a queue message; null if the body is not one. */
export function readEnvelope(
  body: string,
  isEnvelope: (value: unknown) => value is Envelope,
): Envelope | null {
  try {
    const value: unknown = JSON.parse(body);
    return isEnvelope(value) ? value : null;
  } catch {
    return null;
  }
}

export const eventTypes = [...sourceKinds, "pull_request"] as const;

export type EventType = (typeof eventTypes)[number];
