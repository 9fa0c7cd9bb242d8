import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type ExamplePayload, exampleComment, examplePayload } from "../../fakes/webhooks/examples.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";
import { createCheckedEndpoint } from "./checked-endpoint.ts";
import { hostileMember, hostileValue, hostileValues } from "./hostile-values.ts";
import { type JsonTree, raw, replaceAt, sizeOf, textOf, treeOf } from "./json-tree.ts";

interface Example {
  event: string;
  payload: ExamplePayload;
}

/** GitHub's examples of each handled event; the comments and the review give a command. */
const examples: Example[] = [
  { event: "issue_comment", payload: exampleComment("/summary\n/count depth=3") },
  { event: "issue_comment", payload: exampleComment("/summary", "edited") },
  { event: "pull_request_review_comment", payload: commanding("pull_request_review_comment", "comment") },
  { event: "pull_request_review", payload: commanding("pull_request_review", "review") },
  { event: "pull_request", payload: examplePayload("pull_request", "synchronize") },
  { event: "check_run", payload: clicking("check_run", "requested_action") },
  { event: "check_run", payload: clicking("check_run", "rerequested") },
  { event: "check_suite", payload: clicking("check_suite", "rerequested") },
];

/** A click on a check run of our App, with the form of a job's id. */
function clicking(event: "check_run" | "check_suite", action: string): ExamplePayload {
  const payload = examplePayload(event, action);
  const ours = { external_id: "abcdefghijklmnopqrstuvwxyz-summary", app: { id: 1_042 } };
  const button = action === "requested_action" && { requested_action: { identifier: "retry" } };
  return { ...payload, [event]: { ...(payload[event] as object), ...ours }, ...button };
}

function commanding(event: string, part: "comment" | "review"): ExamplePayload {
  const payload = examplePayload(event, part === "comment" ? "created" : "submitted");
  return { ...payload, [part]: { ...(payload[part] as object), body: "/write a b" } };
}

const deliver = (event: string, body: string) =>
  createCheckedEndpoint().deliver(signedEvent(event, undefined, { body }));

/** All fields of a payload that the function reads: docs/webhook-api.md and core/deliveries/webhook.schema.ts. */
const read = [
  ["action"],
  ["repository"],
  ["repository", "id"],
  ["repository", "full_name"],
  ["sender"],
  ["sender", "login"],
  ["sender", "id"],
  ["sender", "type"],
  ["installation"],
  ["installation", "id"],
  ["issue"],
  ["issue", "number"],
  ["issue", "pull_request"],
  ["pull_request"],
  ["pull_request", "number"],
  ["comment"],
  ["comment", "id"],
  ["comment", "body"],
  ["comment", "created_at"],
  ["comment", "updated_at"],
  ["review"],
  ["review", "id"],
  ["review", "body"],
  ["review", "submitted_at"],
  ["check_run"],
  ["check_run", "id"],
  ["check_run", "external_id"],
  ["check_run", "conclusion"],
  ["check_run", "started_at"],
  ["check_run", "completed_at"],
  ["check_run", "app"],
  ["check_run", "app", "id"],
  ["check_run", "pull_requests"],
  ["check_suite"],
  ["check_suite", "id"],
  ["check_suite", "head_sha"],
  ["check_suite", "updated_at"],
  ["check_suite", "app"],
  ["check_suite", "pull_requests"],
  ["requested_action"],
  ["requested_action", "identifier"],
];

/** Returns the tree with another value at a path; null if the path does not exist. */
function put(tree: JsonTree, [key, ...rest]: string[], value: JsonTree): JsonTree | null {
  if (key === undefined) return value;
  if (!("members" in tree)) return null;
  const member = tree.members.find(([name]) => name === key);
  const changed = member ? put(member[1], rest, value) : null;
  if (changed === null) return null;
  return { members: tree.members.map(([name, old]) => [name, name === key ? changed : old]) };
}

describe("every field with every hostile value is accepted or rejected:", () => {
  test.each(read.map((path) => [path.join("."), path] as const))("%s", async (_name, path) => {
    const having = examples.filter(({ payload }) => put(treeOf(payload), path, raw("0")) !== null);
    expect(having).not.toEqual([]);
    for (const { event, payload } of having) {
      for (const value of Object.values(hostileValues)) {
        await deliver(event, textOf(put(treeOf(payload), path, value) ?? raw("null")));
      }
    }
  });
});

describe("GitHub's own payloads", () => {
  const example = fc.constantFrom(...examples);
  const place = fc.nat({ max: 100_000 });

  test("with hostile values in any places are accepted or rejected", async () => {
    const change = fc.record({ place, hostile: hostileValue });
    await fc.assert(
      fc.asyncProperty(example, fc.array(change, { minLength: 1, maxLength: 3 }), async (given, changes) => {
        let tree = treeOf(given.payload);
        for (const { place: at, hostile } of changes) {
          tree = replaceAt(tree, at % sizeOf(tree), () => hostile.value) ?? raw("null");
        }
        await deliver(given.event, textOf(tree));
      }),
      { numRuns: 300 },
    );
  });

  test("without any one of their parts are accepted or rejected", async () => {
    await fc.assert(
      fc.asyncProperty(example, place, async ({ event, payload }, at) => {
        const whole = treeOf(payload);
        const tree = replaceAt(whole, at % sizeOf(whole), () => null);
        await deliver(event, tree === null ? "" : textOf(tree));
      }),
      { numRuns: 200 },
    );
  });

  test("with hostile members and repeated keys in any object are accepted or rejected", async () => {
    await fc.assert(
      fc.asyncProperty(
        example,
        place,
        fc.array(hostileMember, { minLength: 1, maxLength: 3 }),
        async ({ event, payload }, at, added) => {
          const whole = treeOf(payload);
          const tree = replaceAt(whole, at % sizeOf(whole), (value) =>
            "members" in value ? { members: [...value.members, ...added] } : { members: added },
          );
          await deliver(event, textOf(tree ?? raw("null")));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("with any text as the comment are accepted", async () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        const answer = await deliver("issue_comment", JSON.stringify(exampleComment(`/write ${body}`)));
        expect(answer.status).toBe(202);
      }),
    );
  });

  test("with unread members get the same response as without them", async () => {
    const extra = { unread: { constructor: 1, prototype: 2, toString: 3 }, "": [null], "a.b": {} };
    const plain = await deliver("issue_comment", JSON.stringify(exampleComment("/summary")));
    const more = await deliver("issue_comment", JSON.stringify({ ...extra, ...exampleComment("/summary") }));
    expect(more).toEqual(plain);
    expect(more.status).toBe(202);
  });
});
