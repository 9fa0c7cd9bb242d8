import { beforeEach, describe, expect, test } from "@jest/globals";
import { routing } from "../../../../core/generated/routing.ts";
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

test("a name that is similar to a command gets a hint, through a refused job", async () => {
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

describe("no hint", () => {
  let comment_id = 9001;
  const hinted = async (body: string) => {
    comment_id += 1;
    const before = ports.jobs.all().length;
    await dispatchEvent(anEnvelopeOf(body, { comment_id }), ports);
    return ports.jobs.all().length > before;
  };

  test("for another bot's command", async () => {
    ports.policy = aPolicy({ hints: { never_for: ["sumary"] } });
    expect(await hinted("/sumary")).toBe(false);
    expect(await hinted("/summry")).toBe(true);
  });

  test("for a user who could not run the command, without requests for other names", async () => {
    ports.roster = [
      ...ports.roster,
      anEmployee({ name: "ship", commands: ["deliver"], minimum_permission: "write" }),
    ];
    ports.reader.repository.permissions = { octavia: "read" };
    expect(await hinted("/delivr")).toBe(false);
    expect(ports.reader.asked).toContain("permissionOf");
    ports.reader.repository.permissions = { octavia: "write" };
    expect(await hinted("/delivr")).toBe(true);
  });

  test("for a name without a similar command or on the list in routing.yml, without a request to GitHub", async () => {
    ports.policy = aPolicy({ hints: routing.hints });
    for (const name of ["hold", "sig network", "area docs", "preview", "done", "sum"]) {
      expect(await hinted(`/${name}`)).toBe(false);
    }
    expect(ports.reader.asked).not.toContain("permissionOf");
  });
});

describe("a command of two employees", () => {
  const rule = aPolicy({
    rules: [{ name: "r", when: { commands: ["review"] }, employees: ["security", "summary"] }],
  });

  beforeEach(() => {
    ports.policy = rule;
  });

  test("is refused once, with the name that was typed", async () => {
    ports.roster = ports.roster.map((one) => ({ ...one, minimum_permission: "write" as const }));
    ports.reader.repository.permissions = { octavia: "read" };
    await dispatchEvent(anEnvelopeOf("/review"), ports);
    expect(ports.jobs.all().map(({ employee, refusals }) => [employee, refusals])).toEqual([
      [
        "security",
        [
          {
            code: "permission",
            message: "`/review` needs **write** permission on this repository; octavia has **read**.",
          },
        ],
      ],
    ]);
  });

  test("goes to the employee that the user may run", async () => {
    ports.roster = ports.roster.map((one) => ({
      ...one,
      minimum_permission: one.name === "security" ? ("admin" as const) : ("read" as const),
    }));
    ports.reader.repository.permissions = { octavia: "read" };
    await dispatchEvent(anEnvelopeOf("/review"), ports);
    expect(states()).toHaveLength(2);
  });

  test("says what is wrong with its arguments once, or for each employee", async () => {
    const refuse = (keyword: string, params: object) =>
      Object.assign(() => false, { errors: [{ instancePath: "/depth", keyword, params }] }) as never;
    const schema = { type: "object", properties: { depth: { type: "integer" } } };
    ports.roster = ports.roster.map((one) => ({ ...one, arguments: schema }));
    ports.argumentValidators.security = refuse("type", { type: "integer" });
    ports.argumentValidators.summary = refuse("type", { type: "integer" });
    await dispatchEvent(anEnvelopeOf("/review depth=x"), ports);
    ports.argumentValidators.summary = refuse("enum", { allowedValues: [1, 2] });
    await dispatchEvent(anEnvelopeOf("/review depth=x", { comment_id: 9002 }), ports);
    expect(ports.jobs.all().map(({ refusals }) => refusals.map(({ message }) => message))).toEqual([
      ["`depth` must be of type integer."],
      [
        expect.stringMatching(/^\*\*.+\*\*: `depth` must be of type integer\.$/),
        expect.stringMatching(/^\*\*.+\*\*: `depth` must be one of `1`, `2`\.$/),
      ],
    ]);
  });

  test("is refused once after a crash too, and a recorded job ends", async () => {
    ports.roster = ports.roster.map((one) => ({ ...one, minimum_permission: "write" as const }));
    const create = ports.jobs.create;
    const created: string[] = [];
    ports.jobs.create = async (job, event) => {
      created.push(job.employee);
      return create(job, event);
    };
    await dispatchEvent(anEnvelopeOf("/review"), ports);
    expect(created).toEqual(["security", "summary"]);
    ports.reader.repository.permissions = { octavia: "read" };
    ports = { ...ports, intents: createDispatcherPorts().intents };
    await dispatchEvent(anEnvelopeOf("/review"), ports);
    expect(ports.jobs.all()).toHaveLength(2);
  });
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

  test("that do not match are a refusal, shown with all others", async () => {
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

  test("paths, labels and owners are read if a rule needs them", async () => {
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

  test("the base branch is read if a rule needs it", async () => {
    ports.policy = rule({ base_branches: ["release/*"] });
    await dispatchEvent(anEnvelopeOf("/review"), ports);
    expect(states()).toEqual([["security", "DISPATCHED"]]);
  });
});
