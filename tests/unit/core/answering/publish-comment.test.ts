import { beforeEach, describe, expect, test } from "@jest/globals";
import { marker } from "../../../../core/answering/marker.ts";
import { publishComment } from "../../../../core/answering/publish-comment.ts";
import { RetryableError } from "../../../../core/errors.ts";
import { createStepPorts, type StepPorts } from "../../../fakes/answering.ts";

let ports: StepPorts;
const jobId = createStepPorts().job.job_id;
const part = (n: number, text: string) => `${marker(jobId, n)}\n${text}`;

beforeEach(() => {
  ports = createStepPorts();
});

const publish = async (...parts: string[]) => publishComment(await ports.stored(), parts, ports);

test("the first call creates one comment with the marker and records it", async () => {
  const job = await publish("working");
  expect(ports.writer.bodies()).toEqual([part(1, "working")]);
  expect(job.comment).toMatchObject({ phase: "POSTED", id: 101, continuation_ids: [] });
  expect(await ports.stored()).toEqual(job);
});

test("the intention is recorded before the comment is created", async () => {
  const createComment = async () => {
    expect((await ports.stored()).comment).toMatchObject({ phase: "PREPARED", id: null, writing: true });
    return 7;
  };
  const job = await publishComment(await ports.stored(), ["x"], {
    ...ports,
    writer: { ...ports.writer, createComment },
  });
  expect(job.comment?.id).toBe(7);
});

test("later calls update the same comment without looking for it", async () => {
  await publish("working");
  ports.writer.calls.length = 0;
  await publish("done");
  expect(ports.writer.bodies()).toEqual([part(1, "done")]);
  expect(ports.writer.calls).toEqual(["updateComment"]);
});

test("publishing twice has the same effect as once", async () => {
  await publish("a", "b");
  const before = structuredClone(ports.writer.comments);
  await publish("a", "b");
  expect(ports.writer.comments).toEqual(before);
});

describe("an answer in parts", () => {
  test("is posted in as many comments, in order", async () => {
    const job = await publish("one", "two", "three");
    expect(ports.writer.bodies()).toEqual([part(1, "one"), part(2, "two"), part(3, "three")]);
    expect(job.comment).toMatchObject({ phase: "POSTED", id: 101, continuation_ids: [102, 103] });
  });

  test("starts in the status comment", async () => {
    await publish("working");
    await publish("one", "two");
    expect(ports.writer.bodies()).toEqual([part(1, "one"), part(2, "two")]);
  });

  test("removes surplus comments when it becomes shorter", async () => {
    await publish("one", "two", "three");
    const job = await publish("short");
    expect(ports.writer.bodies()).toEqual([part(1, "short")]);
    expect(job.comment?.continuation_ids).toEqual([]);
  });

  test("that was cut off in the middle is completed, not posted again", async () => {
    ports.writer.fault("createComment", "landed");
    const failing = { ...ports.writer, createComment: failAt(2) };
    await expect(
      publishComment(await ports.stored(), ["one", "two", "three"], { ...ports, writer: failing }),
    ).rejects.toBeInstanceOf(RetryableError);
    const job = await publish("one", "two", "three");
    expect(ports.writer.bodies().sort()).toEqual([part(1, "one"), part(2, "two"), part(3, "three")]);
    expect(job.comment?.continuation_ids).toHaveLength(2);
  });

  function failAt(n: number): StepPorts["writer"]["createComment"] {
    let calls = 0;
    return (target, body) => {
      calls += 1;
      if (calls === n) return Promise.reject(new RetryableError("github_failed", "GitHub failed"));
      return ports.writer.createComment(target, body);
    };
  }
});

describe("comments of others", () => {
  test("case 10: a user's comment with our marker is ignored", async () => {
    const stolen = ports.writer.stranger(part(1, "not by us"));
    const job = await publish("done");
    expect(job.comment?.id).not.toBe(stolen.id);
    expect(ports.writer.bodies()).toEqual([part(1, "done")]);
    expect(stolen.body).toBe(part(1, "not by us"));
  });

  test("ours for another job and another part are left alone", async () => {
    ports.writer.earlier(`${marker("other-job", 1)}\nother`);
    ports.writer.earlier(part(2, "second part"));
    ports.writer.earlier(`quoting ${part(1, "in the middle")}`);
    await publish("done");
    expect(ports.writer.bodies()).toHaveLength(4);
  });

  test("ours from before the command are not looked at", async () => {
    ports.writer.earlier(part(1, "old"), "2026-11-23T08:00:00Z");
    const job = await publish("done");
    expect(job.comment?.id).toBe(102);
  });
});

describe("a comment that a person deleted", () => {
  test("is created again", async () => {
    await publish("working");
    ports.writer.remove(101);
    const job = await publish("done");
    expect(ports.writer.bodies()).toEqual([part(1, "done")]);
    expect(job.comment?.id).toBe(102);
  });

  test("is created again as the same part", async () => {
    await publish("one", "two");
    ports.writer.remove(102);
    const job = await publish("1", "2");
    expect(ports.writer.bodies()).toEqual([part(1, "1"), part(2, "2")]);
    expect(job.comment?.continuation_ids).toEqual([103]);
  });
});

describe("an overtaken writer (case 12)", () => {
  test("is refused before it creates a comment", async () => {
    const old = await ports.stored();
    await ports.jobs.claim(old.job_id, 1);
    await expect(publishComment(old, ["late"], ports)).rejects.toMatchObject({ name: "FencedError" });
    expect(ports.writer.bodies()).toEqual([]);
  });
});
