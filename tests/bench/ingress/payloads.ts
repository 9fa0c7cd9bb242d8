import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { exampleComment, examplePayload } from "../../fakes/webhooks/examples.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";

/** A kind of payload, and the file with its signed events, each as JSON text. */
export interface PayloadClass {
  name: string;
  file: string;
}

/** Text as people write it: lines, quotes, code and some letters outside ASCII. */
const prose =
  "Könnte hier \"null\" stehen?\n\n```ts\nconst token = read('token');\n```\n\n/security review this.\n";

/** Writes the signed events of every class. GitHub's examples as they are, and a comment of two exact sizes. */
export function writePayloads(folder: string, secret: string): PayloadClass[] {
  const examples = [
    signedEvent("issue_comment", "created", { secret, payload: exampleComment("/security review this") }),
    ...[
      ["pull_request_review_comment", "created"] as const,
      ["pull_request_review", "submitted"] as const,
    ].map(([name, action]) => signedEvent(name, action, { secret, payload: examplePayload(name, action) })),
  ];
  return [
    written(folder, "examples", examples),
    written(folder, "25 KB", [commentOf(25 * 1024, secret)]),
    written(folder, "150 KB", [commentOf(150 * 1024, secret)]),
  ];
}

function written(folder: string, kind: string, events: { body?: string }[]): PayloadClass {
  const sizes = events.map(({ body = "" }) => Buffer.byteLength(body) / 1024);
  const name =
    kind === "examples"
      ? `examples, ${Math.min(...sizes).toFixed(0)} to ${Math.max(...sizes).toFixed(0)} KB`
      : kind;
  const file = join(folder, `${kind.replace(" ", "-")}.json`);
  writeFileSync(file, JSON.stringify(events.map((event) => JSON.stringify(event))));
  return { name, file };
}

/** A comment whose webhook has this many bytes. Three quarters of the text are the pull request's description. */
function commentOf(bytes: number, secret: string) {
  const payload = exampleComment("");
  const room = bytes - Buffer.byteLength(JSON.stringify(payload));
  const described = textOf(Math.floor(room * 0.75));
  payload.issue = { ...payload.issue, body: described };
  const left = bytes - Buffer.byteLength(JSON.stringify(payload));
  payload.comment = { ...payload.comment, body: textOf(left + 2) };
  return signedEvent("issue_comment", "created", { secret, payload });
}

/** Text of about this many bytes of JSON. */
function textOf(bytes: number): string {
  const each = Buffer.byteLength(JSON.stringify(prose)) - 2;
  return prose.repeat(Math.max(0, Math.floor(bytes / each)));
}
