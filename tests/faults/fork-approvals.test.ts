import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { startTestService, type TestPullRequest, type TestService } from "../fakes/test-service.ts";

let service: TestService;
let number = 2_900;
let pull: TestPullRequest;
let head: string;

beforeAll(async () => {
  service = await startTestService();
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
  const branch = service.github.store.pull(service.repository, number);
  branch.head.repository = "mallory/payments";
  head = branch.head.sha;
});

afterAll(() => service.stop());

const pulls = () => `/repos/octo-demo/payments/pulls/${number}`;

async function send(method: string, login: string, path: string, body: object): Promise<number> {
  const answer = await service.github.call<{ id: number }>(method, path, body, `token user:${login}`);
  expect(answer.status).toBeLessThan(300);
  await service.github.deliveries.idle();
  await service.settle();
  return answer.body.id;
}

const write = (login: string, path: string, body: object) => send("POST", login, path, body);

/** The places for an approval, with GitHub's own calls. */
const places: Record<string, (login: string, body: string) => Promise<number>> = {
  "a comment": (login, body) => write(login, `/repos/octo-demo/payments/issues/${number}/comments`, { body }),
  "a comment on a line": (login, body) =>
    write(login, `${pulls()}/comments`, { body, path: "src/db.ts", line: 1, commit_id: head }),
  "an approving review": (login, body) => write(login, `${pulls()}/reviews`, { body, event: "APPROVE" }),
  "a review that only comments": (login, body) =>
    write(login, `${pulls()}/reviews`, { body, event: "COMMENT" }),
};

async function answerTo(command: string): Promise<string> {
  await pull.comment("wendy", command);
  await service.settle();
  return pull.answers().at(-1)?.body ?? "";
}

/** Our answers, in the conversation or in the thread of the approval. */
const answers = () => [...pull.answers(), ...pull.replies()].map(({ body }) => body);

describe.each(Object.entries(places))("/ok-to-run in %s", (_where, approve) => {
  test("by a user with write permission lets employees run, and gets no answer of its own", async () => {
    await approve("wendy", `/ok-to-run ${head}`);
    expect(answers()).toEqual([]);
    expect(await answerTo("/security")).toContain("All good.");
  });

  test("by a reader lets no employee run, and one answer names the required permission", async () => {
    await approve("rita", `/ok-to-run ${head}`);
    expect(answers()).toEqual([
      expect.stringMatching(
        /^- ›\s`\/ok-to-run` needs \*\*write\*\* permission on this repository; rita has \*\*read\*\*\.$/m,
      ),
    ]);
    expect(await answerTo("/security")).toContain("This pull request comes from a fork.");
  });

  test("with a short commit lets no employee run, and one answer explains what is missing", async () => {
    await approve("wendy", `/ok-to-run ${head.slice(0, 8)}`);
    expect(answers()).toEqual([expect.stringMatching(/^- ›\s`\/ok-to-run` needs the full ID of a commit/m)]);
    expect(await answerTo("/security")).toContain("This pull request comes from a fork.");
  });
});

describe("an approval that is withdrawn before the command", () => {
  const notApproved = "This pull request comes from a fork.";

  test("by an edit of its comment lets no employee run (case 6)", async () => {
    const id = await places["a comment"]?.("wendy", `/ok-to-run ${head}`);
    const path = `/repos/octo-demo/payments/issues/comments/${id}`;
    await send("PATCH", "wendy", path, { body: "On second thought, no." });
    expect(await answerTo("/security")).toContain(notApproved);
  });

  test("by the dismissal of its review lets no employee run", async () => {
    const id = await places["an approving review"]?.("wendy", `/ok-to-run ${head}`);
    await send("PUT", "octavia", `${pulls()}/reviews/${id}/dismissals`, { message: "Not looked at" });
    expect(await answerTo("/security")).toContain(notApproved);
  });
});
