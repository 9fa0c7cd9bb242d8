import { beforeEach, describe, expect, test } from "@jest/globals";
import { dispatchEvent } from "../../../../functions/dispatch-event/dispatch-event.ts";
import { createDispatcherPorts, type DispatcherPorts } from "../../../fakes/dispatcher.ts";
import { anEmployee } from "../../../fakes/records/employee.ts";
import { anEnvelopeOf } from "../../../fakes/records/envelope.ts";
import { aPolicy } from "../../../fakes/records/policy.ts";

let ports: DispatcherPorts;

beforeEach(() => {
  ports = createDispatcherPorts();
});

const states = () => ports.jobs.all().map(({ employee, state }) => [employee, state]);

test("a name that is nearly one gets a hint, through a job that is refused", async () => {
  await dispatchEvent(anEnvelopeOf("/sumary"), ports);
  const [job] = ports.jobs.all();
  expect(job).toMatchObject({ employee: "help", state: "DISPATCHED", command: { name: "sumary" } });
  expect(job?.refusals).toEqual([
    {
      code: "unknown_command",
      message: "There is no command `/sumary`. Did you mean `/summary`? `/help` lists them all.",
    },
  ]);
});

describe("arguments", () => {
  const schema = { type: "object", properties: { depth: { type: "integer" } }, additionalProperties: false };

  beforeEach(() => {
    ports.roster = [anEmployee({ arguments: schema })];
  });

  test("are bound by the employee's schema", async () => {
    ports.argumentValidators.summary = (data) => {
      (data as Record<string, unknown>).depth = 3;
      return true;
    };
    await dispatchEvent(anEnvelopeOf("/summary depth=3"), ports);
    expect(ports.jobs.all()[0]?.command).toEqual({
      name: "summary",
      text: "depth=3",
      arguments: { depth: 3 },
    });
  });

  test("that do not fit are a refusal, told with all others", async () => {
    const errors = [
      { instancePath: "/depth", keyword: "type", message: "must be integer", params: { type: "integer" } },
    ];
    ports.argumentValidators.summary = Object.assign(() => false, { errors }) as never;
    ports.reader.repository.permissions = {};
    await dispatchEvent(anEnvelopeOf("/summary depth=deep"), ports);
    expect(ports.jobs.all()[0]?.refusals.map(({ code }) => code)).toEqual(["arguments", "permission"]);
  });
});

describe("routing", () => {
  const rule = (when: object) =>
    aPolicy({ rules: [{ name: "r", when, employees: ["security", "summary"] }] });

  test("a rule gives one command to several employees", async () => {
    ports.policy = rule({ commands: ["review"] });
    await dispatchEvent(anEnvelopeOf("/review"), ports);
    expect(states()).toEqual([
      ["security", "DISPATCHED"],
      ["summary", "DISPATCHED"],
    ]);
    expect(ports.reader.asked).not.toContain("changedFiles");
  });

  test("paths, labels and owners are asked for when a rule needs them", async () => {
    const file = {
      previous_path: null,
      status: "modified",
      additions: 1,
      deletions: 0,
      patch: null,
    } as const;
    ports.reader.repository.files = [{ path: "infra/main.tf", ...file }];
    ports.reader.repository.codeowners = "infra/ @ops\n";
    ports.policy = rule({ commands: ["review"], owners: ["@ops"] });
    await dispatchEvent(anEnvelopeOf("/review"), ports);
    expect(states()).toHaveLength(2);
    ports.reader.repository.codeowners = null;
    await dispatchEvent(anEnvelopeOf("/review", { comment_id: 9002 }), ports);
    expect(states()).toHaveLength(3);
  });

  test("a base branch is asked for when some rule needs it", async () => {
    ports.policy = rule({ base_branches: ["release/*"] });
    await dispatchEvent(anEnvelopeOf("/review"), ports);
    expect(states()).toEqual([["security", "DISPATCHED"]]);
  });
});
