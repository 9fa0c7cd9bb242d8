import { beforeEach, describe, expect, test } from "@jest/globals";
import { dispatchEvent } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";

let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
});

/** The webhook's name is `octo-demo/payments`. */
const dispatch = () => dispatchEvent(anEnvelopeOf("/summary"), ports);

describe("a repository that was renamed after the webhook", () => {
  beforeEach(() => {
    ports.reader.repository.full_name = "acme/billing";
  });

  test("must be enabled under its current name too, or its command is ignored", async () => {
    ports.policy = aPolicy({ repositories: { allow: ["octo-demo/*"] } });
    expect(await dispatch()).toEqual({ kind: "ignored", reason: "repository_not_allowed" });
    expect(ports.jobs.all()).toEqual([]);
  });

  test("matches the rollout's rules by its current name", async () => {
    const rollout = { ...aPolicy().rollout, default: "active" as const };
    const shadow = { when: { repos: ["acme/*"] }, mode: "shadow" as const };
    const off = { when: { repos: ["octo-demo/*"] }, mode: "off" as const };
    ports.policy = aPolicy({ rollout: { ...rollout, rules: [off, shadow] } });
    expect(await dispatch()).toMatchObject({ kind: "dispatched" });
    expect(ports.jobs.all()).toMatchObject([{ mode: "shadow", repo: "acme/billing", repo_id: 77 }]);
  });

  test("matches the routing rules by its current name", async () => {
    const rule = (name: string, repo: string) => {
      return { name, when: { commands: ["summary"], repos: [repo] }, employees: ["summary"] };
    };
    ports.policy = aPolicy({ rules: [rule("former", "octo-demo/*"), rule("present", "acme/*")] });
    await dispatch();
    const [job] = ports.jobs.all();
    const [first] = job ? await ports.jobs.events(job.job_id) : [];
    expect(first?.reason).toBe("rule: present");
  });
});

test("the plan, its rules and the authority of the job need one read of GitHub", async () => {
  const when = { commands: ["summary"], repos: ["octo-demo/*"], base_branches: ["main"] };
  ports.policy = aPolicy({ rules: [{ name: "main", when, employees: ["summary"] }] });
  await dispatch();
  expect(ports.reader.asked).toEqual(["standing", "pullRequest", "permissionOf", "comment"]);
  expect(ports.jobs.all()).toMatchObject([
    { authority: { at: "2026-11-23T09:00:00.000Z", held: "write" }, state: "DISPATCHED" },
  ]);
});

test("an unknown command that resembles none is not worth a read", async () => {
  await dispatchEvent(anEnvelopeOf("/completely-different"), ports);
  expect(ports.reader.asked).toEqual([]);
});
