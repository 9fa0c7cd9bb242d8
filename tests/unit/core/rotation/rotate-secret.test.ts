import { beforeEach, describe, expect, jest, test } from "@jest/globals";
import { RetryableError } from "../../../../core/errors.ts";
import { type RotationSteps, rotateSecret } from "../../../../core/rotation/rotate-secret.ts";
import {
  aRotationRequest,
  createFakeRotatingSecret,
  type FakeRotatingSecret,
  rotationSteps,
} from "../../../fakes/rotating-secret.ts";

let secret: FakeRotatingSecret;
let steps: { [Step in keyof RotationSteps]: jest.Mock<RotationSteps[Step]> };

beforeEach(() => {
  secret = createFakeRotatingSecret("old");
  secret.begin("second");
  let made = 0;
  steps = {
    create: jest.fn<RotationSteps["create"]>((current) => {
      made += 1;
      return `${current}+${made}`;
    }),
    set: jest.fn<RotationSteps["set"]>(async () => {}),
    test: jest.fn<RotationSteps["test"]>(async () => {}),
  };
});

const run = (step: (typeof rotationSteps)[number], version?: string) =>
  rotateSecret(aRotationRequest(step, secret.arn, version), secret, steps);

test("the four steps create a value, set it, test it and make it current; the old one is the previous one", async () => {
  for (const step of rotationSteps) expect(await run(step)).toEqual({ step, outcome: "done" });
  expect(steps.create.mock.calls).toEqual([["old"]]);
  expect(steps.set.mock.calls).toEqual([[expect.objectContaining({ value: "old+1" }), "old"]]);
  expect(steps.test.mock.calls).toEqual([[expect.objectContaining({ value: "old+1" })]]);
  expect([secret.value("AWSCURRENT"), secret.value("AWSPREVIOUS")]).toEqual(["old+1", "old"]);
});

test("the old value stays current until the last step", async () => {
  for (const step of rotationSteps.slice(0, -1)) {
    await run(step);
    expect(secret.value("AWSCURRENT")).toBe("old");
  }
});

test("every step can be repeated: the first value stays", async () => {
  for (const step of rotationSteps) {
    await run(step);
    await run(step);
  }
  expect(steps.create).toHaveBeenCalledTimes(1);
  expect(secret.value("AWSCURRENT")).toBe("old+1");
});

test("after a failed step the rotation starts again, with the existing value", async () => {
  await run("createSecret");
  await run("setSecret");
  steps.test.mockRejectedValueOnce(new RetryableError("not_yet", "Not yet"));
  await expect(run("testSecret")).rejects.toMatchObject({ code: "not_yet" });
  for (const step of rotationSteps) await run(step);
  expect(steps.set).toHaveBeenLastCalledWith(expect.objectContaining({ value: "old+1" }), "old");
  expect(secret.value("AWSCURRENT")).toBe("old+1");
});

describe.each(rotationSteps)("%s", (step) => {
  test("does nothing for a finished rotation", async () => {
    for (const each of rotationSteps) await run(each);
    jest.clearAllMocks();
    expect(await run(step)).toEqual({ step, outcome: "already_current" });
    for (const port of Object.values(steps)) expect(port).not.toHaveBeenCalled();
  });

  test("refuses a version that is not pending", async () => {
    await expect(run(step, "unknown")).rejects.toMatchObject({ name: "PermanentError", code: "not_pending" });
    for (const each of rotationSteps) await run(each);
    secret.begin("third");
    await expect(run(step, "first")).rejects.toMatchObject({ code: "not_pending" });
  });

  test("refuses another secret", async () => {
    const request = aRotationRequest(step, `${secret.arn}-2`);
    await expect(rotateSecret(request, secret, steps)).rejects.toMatchObject({ code: "another_secret" });
  });
});

test.each(["setSecret", "testSecret", "finishSecret"] as const)(
  "%s refuses a version without a value",
  async (step) => {
    await expect(run(step)).rejects.toMatchObject({ name: "PermanentError", code: "pending_empty" });
    expect(secret.value("AWSCURRENT")).toBe("old");
  },
);
