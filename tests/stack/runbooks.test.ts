import { describe, expect, test } from "@jest/globals";
import type { Command } from "commander";
import { createProgram } from "../../operator/cli/program.ts";
import { commandsOf, fill, readGuides, readIndex, readPages } from "../e2e/runbooks/pages.ts";
import { codeIn, linksOf, tableRows } from "./documents/markdown.ts";
import { alarmsOf } from "./observability/alarms.ts";
import { packageService } from "./packaging/package-service.ts";
import { functionsOf, ofType } from "./packaging/template.ts";

const packages = await packageService();
const pages = readPages();
const commands = [...pages, ...readGuides()].flatMap(commandsOf);
const named = (pattern: RegExp) =>
  new Set(commands.flatMap(({ line }) => [...line.matchAll(pattern)].map(([, name = ""]) => name)));

/** Commands of the runbooks outside our own command line, and why they are needed. */
const others: Record<string, string> = {
  "aws cloudformation describe-stack-resource": "the id of a resource without an output",
  "aws cloudformation describe-stacks": "whether the region responds at all",
  "aws cloudformation detect-stack-drift": "only CloudFormation knows what was changed by hand",
  "aws cloudfront get-distribution": "doctor checks the edge from outside only",
  "aws cloudtrail lookup-events": "only CloudTrail knows who read the secrets",
  "aws firehose describe-delivery-stream": "the delivery streams are AWS's own",
  "aws lambda delete-function-concurrency": "undoes a manual change",
  "aws lambda get-function-concurrency": "finds a manual change",
  "aws logs tail": "log lines are in CloudWatch Logs",
  "aws scheduler list-schedules": "finds a manual change",
  "aws secretsmanager rotate-secret": "the origin secret has no command, because no operator stores it",
  "aws service-quotas list-service-quotas": "the account's quotas are AWS's own",
  "aws stepfunctions list-executions": "executions by status; ours lists jobs",
  "sls deploy": "deploys",
  "sls deploy list": "lists deployments",
  "sls invoke": "runs a scheduled function now",
  "sls rollback": "deploys an earlier package",
};
const otherCommands = commands.filter(({ tool }) => tool !== "pr-automation");
const otherName = ({ tool, args }: { tool: string; args: string[] }) =>
  [tool, ...args.slice(0, tool === "aws" ? 2 : args[1] === "list" ? 2 : 1)].join(" ");

/** A valid value for each placeholder of the pages. */
const samples: Record<string, string> = {
  ...{ job: "a-job", "open-job": "another-job", guid: "a-guid", comment: "https://github.com/o/r/pull/1" },
  ...{ message: "a-message", malformed: "a-message", invocation: "a-message" },
  ...{ "key.pem": "key.pem", "app-id": "123456", proxy: "https://proxy.example.com" },
};

describe.each(packages)("runbooks of $stage", ({ stage, template }) => {
  const alarms = alarmsOf(template, stage);
  const pageOf = (description: string) => /Runbook: docs\/runbooks\/(\S+)\.md\./.exec(description)?.[1];

  test("every alarm names a page, and the page names the alarm", () => {
    expect(alarms.length).toBeGreaterThan(40);
    for (const { name, description } of alarms) {
      const page = pages.find((one) => one.name === pageOf(description));
      expect({ name, page: page?.name }).toEqual({ name, page: expect.any(String) });
      expect({ name, isNamed: alarmsNamedOn(page?.text ?? "").some((one) => covers(one, name)) }).toEqual({
        name,
        isNamed: true,
      });
    }
  });

  test("every alarm is in the index, with its page and its urgency", () => {
    const rows = tableRows(readIndex(), "alarm");

    for (const { name, urgency, description } of alarms) {
      const found = rows.filter(([cell = ""]) => codeIn(cell).some((one) => covers(one, name)));
      const said = found.map(([, page = "", how]) => [linksOf(page)[0], how]);
      expect({ name, said }).toEqual({ name, said: [[`${pageOf(description)}.md`, urgency.toLowerCase()]] });
    }
  });

  test("resources named in AWS commands are in the stack", () => {
    const keys = new Set(functionsOf(template).map(({ key }) => key));
    const ids = Object.keys(template.Resources);
    const groups = ofType(template, "AWS::Logs::LogGroup").map(
      ([, { Properties }]) => Properties.LogGroupName,
    );
    const prefix = "pr-comment-automation-prod";
    const invoked = [
      ...named(/invoke .*-f (\S+)/g),
      ...named(/--function-name pr-comment-automation-prod-(\w+)/g),
    ];

    expect(invoked.length).toBeGreaterThan(1);
    expect(invoked.filter((key) => !keys.has(key))).toEqual([]);
    expect([...named(/--logical-resource-id (\w+)/g)].filter((id) => !ids.includes(id))).toEqual([]);
    const tailed = [...named(/logs tail (\S+)/g)].filter((group) => !group.endsWith("-<function>"));
    expect(tailed.length).toBeGreaterThan(5);
    expect(
      tailed.filter((group) => !groups.includes(group.replace(prefix, `pr-comment-automation-${stage}`))),
    ).toEqual([]);
  });
});

describe("a runbook", () => {
  test("exists for every alarm and for events that no alarm sees", () => {
    const events = tableRows(readIndex(), "event").flatMap(([, page = ""]) => linksOf(page));

    expect(events.length).toBeGreaterThan(7);
    const listed = [...tableRows(readIndex(), "alarm").flatMap(([, page = ""]) => linksOf(page)), ...events];
    expect([...new Set(listed)].toSorted()).toEqual(pages.map(({ name }) => `${name}.md`));
  });

  test("names no alarm that does not exist", () => {
    const known = packages.flatMap(({ stage, template }) =>
      alarmsOf(template, stage).map(({ name }) => name),
    );
    const said = pages.flatMap(({ text }) => alarmsNamedOn(text));

    expect(said.length).toBeGreaterThan(30);
    expect(said.filter((one) => !known.some((name) => covers(one, name)))).toEqual([]);
  });

  test.each(pages)("$name has the same four parts, and commands to check", ({ text }) => {
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);

    expect(headings).toEqual(["What it means", "Check", "Fix", "Resolved when"]);
    const [, , check = "", , resolved = ""] = text.split(/^## /m);
    expect(commandsOf({ name: "", text: check })).not.toEqual([]);
    expect(commandsOf({ name: "", text: resolved })).not.toEqual([]);
  });

  test.each(commands.filter(({ tool }) => tool === "pr-automation"))(
    "$page: the command line accepts $line",
    async ({ args, from, into }) => {
      await expect(parsed(fill(args, samples))).resolves.toBeUndefined();
      expect(args.join(" ")).toContain("--stage prod");
      expect(from === null || from[0] === "op").toBe(true);
      expect(args.some((arg) => arg.endsWith("-stdin"))).toBe(from !== null);
      expect(args[0] === "idempotency" && args[1] === "export").toBe(into !== null);
    },
  );

  test("calls other tools only for what our own command line lacks", () => {
    expect([...new Set(otherCommands.map(otherName))].toSorted()).toEqual(Object.keys(others).toSorted());
  });
});

/** Parses as the command would, without running it. Throws for an unknown or a missing argument. */
async function parsed(args: string[]): Promise<void> {
  const said: string[] = [];
  const output = { write: (text: string) => said.push(text) };
  const program = await createProgram({ env: {}, stdin: emptyStdin(), stdout: output, stderr: output }, args);
  for (const command of leavesOf(program)) command.action(() => {});
  await program.parseAsync(args, { from: "user" }).catch((error: unknown) => {
    throw new Error(said.join(""), { cause: error });
  });
}

async function* emptyStdin(): AsyncGenerator<string> {}

function leavesOf(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);
}

function alarmsNamedOn(text: string): string[] {
  return codeIn(/^Alarms?: [\s\S]*?\n\n/m.exec(text)?.[0] ?? "");
}

/** `…` stands for any part of a name. */
function covers(said: string, name: string): boolean {
  return new RegExp(`^${said.replaceAll("…", "[a-z0-9-]+")}$`).test(name);
}
