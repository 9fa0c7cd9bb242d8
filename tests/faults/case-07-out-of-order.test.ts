import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Envelope } from "../../core/deliveries/envelope.ts";
import { createFakeDeliveryStore } from "../fakes/delivery-store.ts";
import { permutations } from "../fakes/permutations.ts";
import { aPolicy } from "../fakes/records/policy.ts";
import { dispatchTogether, takeQueued } from "../fakes/signed-deliveries.ts";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

const repo = "/repos/octo-demo/payments";
const deliveries = createFakeDeliveryStore(Date.now);
const policy = aPolicy();
let service: TestService;
let pull: TestPullRequest;
let number = 700;
/** The commands that the employee received. */
let worked: string[] = [];
/** Runs before each attempt of the acknowledgement. */
let beforeAcknowledging: () => Promise<unknown>;

beforeAll(async () => {
  service = await startTestService({
    policy,
    stores: { deliveries },
    model: async ({ command }) => {
      worked.push(command.text);
      return { outcome: "answered", markdown: "All good.", usage: null };
    },
    steps: (own) => ({
      ...own,
      AcknowledgeJob() {
        const acknowledge = own.AcknowledgeJob?.();
        return async (event, context) => {
          await beforeAcknowledging();
          return acknowledge?.(event, context);
        };
      },
    }),
  });
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
  worked = [];
  beforeAcknowledging = async () => {};
  policy.triggers = ["created", "submitted"];
});

afterEach(() => service.github.clearFaults());

afterAll(() => service.stop());

/** Comments of the conversation and of the diff: where to post them, and where they are afterwards. */
const kinds = {
  issue_comment: { made: () => `${repo}/issues/${number}/comments`, at: `${repo}/issues/comments` },
  pull_request_review_comment: {
    made: () => `${repo}/pulls/${number}/comments`,
    at: `${repo}/pulls/comments`,
  },
};
type Kind = keyof typeof kinds;

const octavia = "token user:octavia";

async function send(method: string, path: string, body?: object): Promise<number> {
  const answer = await service.github.call<{ id?: number } | "">(method, path, body, octavia);
  expect(answer.status).toBeLessThan(300);
  await service.github.deliveries.idle();
  return (answer.body !== "" && answer.body.id) || 0;
}

/** A user posts a comment, then changes it to each of the other texts, or deletes it for null. */
async function postAndChange(kind: Kind, [first, ...changes]: (string | null)[]): Promise<number> {
  const place = kind === "issue_comment" ? {} : { path: "README.md", line: 1, commit_id: "a".repeat(40) };
  const id = await send("POST", kinds[kind].made(), { body: first, ...place });
  for (const body of changes) await change(kind, id, body);
  return id;
}

function change(kind: Kind, id: number, body: string | null): Promise<number> {
  const path = `${kinds[kind].at}/${id}`;
  return body === null ? send("DELETE", path) : send("PATCH", path, { body });
}

const outcomeOf = (envelope: Envelope) => deliveries.find(envelope)?.outcome;
const jobsHere = async () => (await service.jobs()).filter(({ pr_number }) => pr_number === number);

/** The final state, which must not depend on the order. */
async function snapshot(sent: Envelope[]) {
  const outcomes = sent.map((one) => {
    const outcome = outcomeOf(one);
    return outcome?.kind === "ignored" ? outcome.reason : outcome?.kind;
  });
  return { worked: worked.toSorted(), answers: pull.answers().length + pull.replies().length, outcomes };
}

const untriggered = "action_does_not_trigger";

describe.each(Object.keys(kinds) as Kind[])("case 7: %s", (kind) => {
  /** Texts in order, null for the deletion; the commands that run; the outcome of each delivery. */
  const histories: { texts: (string | null)[]; edits?: true; works: string[]; ends: string[] }[] = [
    { texts: ["/security a", null], works: [], ends: ["comment_deleted", untriggered] },
    {
      texts: ["/security a", "/security b", null],
      works: [],
      ends: ["comment_deleted", untriggered, untriggered],
    },
    { texts: ["/security a", "never mind"], works: [], ends: ["comment_changed", untriggered] },
    { texts: ["/security a", "/security b"], works: [], ends: ["comment_changed", untriggered] },
    { texts: ["/security a", "Please:\n\n/security a"], works: ["a"], ends: ["dispatched", untriggered] },
    {
      texts: ["/security a", "/security b"],
      edits: true,
      works: ["b"],
      ends: ["comment_changed", "dispatched"],
    },
    {
      texts: ["/security a", "/security b", "/security c"],
      edits: true,
      works: ["c"],
      ends: ["comment_changed", "comment_changed", "dispatched"],
    },
    {
      texts: ["/security a", "/security b", null],
      edits: true,
      works: [],
      ends: ["comment_deleted", "comment_deleted", untriggered],
    },
  ];
  const orders = histories.flatMap((history) =>
    permutations(history.texts.map((_text, index) => index)).map((order) => ({ ...history, order })),
  );

  test.each(orders)(
    "$texts, delivered as $order (edits trigger: $edits): the final state is the same",
    async ({ texts, edits, works, ends, order }) => {
      if (edits) policy.triggers = ["created", "submitted", "edited"];
      await postAndChange(kind, texts);
      const sent = takeQueued(service);
      expect(sent).toHaveLength(texts.length);

      for (const index of order) {
        await dispatchTogether(
          service,
          sent.filter((_envelope, n) => n === index),
        );
        await service.settle();
      }

      expect(await snapshot(sent)).toEqual({ worked: works, answers: works.length, outcomes: ends });
      expect((await jobsHere()).map(({ state }) => state)).toEqual(works.map(() => "NOTIFIED"));
    },
  );
});

describe("case 7: GitHub's replica lags", () => {
  test("a new comment is not taken for a deleted one: its message is retried until the comment is visible", async () => {
    const id = await postAndChange("issue_comment", ["/security a"]);
    const { comments } = service.repository;
    const comment = comments.get(id);
    comments.delete(id);
    const [envelope] = [...service.queue.sent];

    expect((await service.dispatch()).batchItemFailures).toHaveLength(1);
    expect(envelope && outcomeOf(envelope)).toBeNull();
    if (comment) comments.set(id, comment);
    await dispatchTogether(service, envelope ? [envelope] : []);
    await service.settle();

    expect(worked).toEqual(["a"]);
  });
});

describe("case 7: a command is withdrawn between its dispatch and its acknowledgement", () => {
  test.each([
    ["deleted", null, "comment_deleted"],
    ["edited", "never mind", "comment_changed"],
  ])("it does not run when the comment is %s, and leaves nothing visible", async (_what, body, reason) => {
    const id = await postAndChange("issue_comment", ["/security a"]);
    beforeAcknowledging = async () => {
      // Freezing the context finds the change, and the job is acknowledged again.
      beforeAcknowledging = async () => {};
      await change("issue_comment", id, body);
    };

    await dispatchTogether(service, takeQueued(service));
    await service.settle();

    expect(worked).toEqual([]);
    expect(await jobsHere()).toMatchObject([{ state: "CANCELLED", last_event: { reason } }]);
    expect(pull.answers()).toEqual([]);
    expect([...(service.repository.comments.get(id)?.reactions.values() ?? [])]).toEqual([]);
  });

  test("withdrawn after our reaction: the reaction is removed too", async () => {
    const id = await postAndChange("issue_comment", ["/security a"]);
    const comment = service.repository.comments.get(id);
    const seen: string[][] = [];
    let tries = 0;
    service.github.fail({ method: "POST", path: `/issues/${number}/comments$`, status: 502 });
    beforeAcknowledging = async () => {
      tries += 1;
      if (tries === 1) return;
      if (comment) seen.push(pull.reactions(comment));
      await change("issue_comment", id, "never mind");
    };

    await dispatchTogether(service, takeQueued(service));
    await service.settle();

    expect(seen).toEqual([["eyes"]]);
    expect(comment && pull.reactions(comment)).toEqual([]);
    expect(pull.answers()).toEqual([]);
    expect(await jobsHere()).toMatchObject([{ state: "CANCELLED", attempt: 1, reaction_id: null }]);
  });
});
