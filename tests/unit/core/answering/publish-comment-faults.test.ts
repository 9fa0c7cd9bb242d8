import { beforeEach, describe, expect, test } from "@jest/globals";
import { marker } from "../../../../core/answering/marker.ts";
import { publishComment } from "../../../../core/answering/publish-comment.ts";
import { PermanentError, RetryableError } from "../../../../core/errors.ts";
import type { StatusComment } from "../../../../core/jobs/status-comment.ts";
import { createStepPorts, type StepPorts } from "../../../fakes/answering.ts";

let ports: StepPorts;
const jobId = createStepPorts().job.job_id;
const part = (n: number, text: string) => `${marker(jobId, n)}\n${text}`;

beforeEach(() => {
  ports = createStepPorts();
});

const publish = async (...parts: string[]) => publishComment(await ports.stored(), parts, ports);
/** Repeats a retryable failure once, as the workflow does. */
async function publishUntilDone(...parts: string[]): Promise<void> {
  await publish(...parts).catch((error: unknown) => {
    if (!(error instanceof RetryableError)) throw error;
    return publish(...parts);
  });
}

describe("case 8: a POST without a response", () => {
  test("that landed is found by its marker at once: one comment", async () => {
    ports.writer.fault("createComment", "landed");
    const job = await publish("working");
    expect(ports.writer.bodies()).toEqual([part(1, "working")]);
    expect(job.comment).toMatchObject({ phase: "POSTED", id: 101 });
  });

  test("that did not land is not repeated at once; the next try creates the comment", async () => {
    ports.writer.fault("createComment", "before");
    await expect(publish("working")).rejects.toBeInstanceOf(RetryableError);
    expect((await ports.stored()).comment?.phase).toBe("PREPARED");
    expect(ports.writer.calls).toEqual(["createComment", "ownComments"]);
    await publish("working");
    expect(ports.writer.bodies()).toEqual([part(1, "working")]);
  });

  test("that landed late is found by the next try once the list shows it", async () => {
    ports.writer.fault("createComment", "late");
    await expect(publish("working")).rejects.toBeInstanceOf(RetryableError);
    ports.writer.settle();
    await publishComment(await ports.stored(), ["done"], ports, { final: true });
    expect(ports.writer.bodies()).toEqual([part(1, "done")]);
  });

  test("a permanent refusal is not followed by another look", async () => {
    ports.writer.fault("createComment", new PermanentError("github_refused", "GitHub refused the App"));
    await expect(publish("working")).rejects.toMatchObject({ code: "github_refused" });
    expect(ports.writer.calls).toEqual(["createComment"]);
  });
});

describe("a look at the comments", () => {
  const final = { final: true };

  test("does not precede the first POST, which no other step can have made", async () => {
    await publishComment(ports.job, ["refused"], ports, final);
    expect(ports.writer.calls).toEqual(["createComment"]);
  });

  test("does not precede a final text if the record names all comments", async () => {
    await publish("working");
    ports.writer.calls.length = 0;
    await publishComment(await ports.stored(), ["one", "two"], ports, final);
    expect(ports.writer.calls).toEqual(["updateComment", "createComment"]);
  });

  const posted: StatusComment = {
    phase: "POSTED",
    id: 101,
    continuation_ids: [],
    text: ["0123456789abcdef"],
  };
  test.each<[string, StatusComment]>([
    ["a write has not ended", { ...posted, writing: true }],
    ["a write had an unknown outcome", { ...posted, doubtful: true }],
    ["an earlier version wrote the record", { phase: "POSTED", id: 101, continuation_ids: [] }],
    ["the comment was removed", { ...posted, phase: "REMOVED" }],
  ])("precedes a final text if %s", async (_why, comment) => {
    ports.writer.earlier(part(1, "working"));
    ports.writer.earlier(part(1, "late"));
    await publishComment({ ...ports.job, comment }, ["done"], ports, final);
    expect(ports.writer.comments).toMatchObject([{ id: 101, body: part(1, "done") }]);
  });

  test("precedes the texts of an instance that has not claimed the job", async () => {
    ports.writer.earlier(part(1, "by another instance"));
    await publishComment(ports.job, ["cancelled"], ports, { final: true, unclaimed: true });
    expect(ports.writer.bodies()).toEqual([part(1, "cancelled")]);
  });

  test("follows if GitHub does not find the comment that the record names", async () => {
    await publish("working");
    ports.writer.calls.length = 0;
    const updateComment = ports.writer.updateComment;
    let missing = true;
    ports.writer.updateComment = async (...args) => {
      const found = !missing && (await updateComment(...args));
      missing = false;
      return found;
    };
    await publish("done");
    expect(ports.writer.bodies()).toEqual([part(1, "done")]);
  });
});

describe("case 9: more than one comment", () => {
  beforeEach(() => {
    // A step was cut off while it posted.
    ports.jobs.put({ ...ports.job, comment: { phase: "PREPARED", id: null, continuation_ids: [] } });
  });

  test("the lowest id stays, the others are removed", async () => {
    const lowest = ports.writer.earlier(part(1, "first"));
    ports.writer.earlier(part(1, "second"));
    ports.writer.earlier(part(1, "third"));
    const job = await publish("done");
    expect(ports.writer.comments).toMatchObject([{ id: lowest.id, body: part(1, "done") }]);
    expect(job.comment?.id).toBe(lowest.id);
  });

  test("the list's own order does not matter", async () => {
    ports.writer.earlier(part(1, "a"));
    ports.writer.earlier(part(1, "b"));
    ports.writer.comments.reverse();
    const job = await publish("done");
    expect(job.comment?.id).toBe(101);
  });

  test("unrecorded parts of an answer are removed with the final text", async () => {
    await publish("one", "two", "three");
    ports.jobs.put({ ...ports.job, comment: { phase: "PREPARED", id: null, continuation_ids: [] } });
    await publishComment(await ports.stored(), ["refused"], ports, { final: true });
    expect(ports.writer.bodies()).toEqual([part(1, "refused")]);
  });

  test("one that appears after the second look is removed, and the lowest id stays", async () => {
    ports.writer.fault("createComment", "late");
    await publishUntilDone("working");
    ports.writer.settle();
    await publishComment(await ports.stored(), ["done"], ports, { final: true });
    expect(ports.writer.comments).toMatchObject([{ id: 101, body: part(1, "done") }]);
  });
});

test.each(["before", "landed"] as const)(
  "a failed update (%s) is repeated by the next try",
  async (fault) => {
    await publish("working");
    ports.writer.fault("updateComment", fault);
    await publishUntilDone("done");
    expect(ports.writer.bodies()).toEqual([part(1, "done")]);
  },
);

test.each(["before", "landed"] as const)(
  "a failed removal (%s) is repeated by the next try",
  async (fault) => {
    await publish("one", "two");
    ports.writer.fault("deleteComment", fault);
    await publishUntilDone("short");
    expect(ports.writer.bodies()).toEqual([part(1, "short")]);
  },
);
