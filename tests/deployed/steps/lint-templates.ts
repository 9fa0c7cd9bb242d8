import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../run/command.ts";
import type { Run } from "../run/run.ts";
import { type AllowedWarning, allowedWarnings } from "./allowed-warnings.ts";
import type { PackagedTemplate } from "./package-stages.ts";

interface Finding {
  Filename: string;
  Level: string;
  Message: string;
  Location: { Path: (string | number)[] | null };
  Rule: { Id: string };
}

/** Runs cfn-lint on the template of every stage: no error, and only the allowed warnings. */
export async function lintTemplates(
  run: Run,
  python: string,
  stages: PackagedTemplate[],
  say: (text: string) => void,
): Promise<void> {
  const folder = join(run.folder, "templates");
  mkdirSync(folder, { recursive: true });
  const files = stages.map(({ stage, template }) => {
    writeFileSync(join(folder, `${stage}.json`), JSON.stringify(template, null, 1));
    return `${stage}.json`;
  });
  // Its exit code only reports whether there are findings.
  const args = ["--format", "json", "--regions", "us-east-1", "--non-zero-exit-code", "none", "--", ...files];
  const command = { program: join(python, "bin/cfn-lint"), args, cwd: folder, env: {}, log: "cfn-lint.log" };
  const findings = JSON.parse(await runCommand(run, command, 600)) as Finding[];

  const allowance = (finding: Finding) => allowedWarnings.find((allowed) => allows(allowed, finding));
  const refused = findings.filter((finding) => !allowance(finding));
  if (refused.length > 0) throw new Error(`cfn-lint:\n${refused.map(describe).join("\n")}`);
  const used = new Set(findings.map(allowance));
  const unused = allowedWarnings.filter((allowed) => !used.has(allowed));
  if (unused[0])
    throw new Error(`Remove this allowed warning, which no stage has: ${JSON.stringify(unused[0])}`);
  say(`${files.join(", ")}: no error, ${findings.length} warnings, all of them allowed`);
}

function allows({ rule, where = /^/, says = /^/ }: AllowedWarning, finding: Finding): boolean {
  const { Level, Rule, Location, Message } = finding;
  return Level === "Warning" && Rule.Id === rule && where.test(place(Location)) && says.test(Message);
}

function describe({ Filename, Level, Message, Location, Rule }: Finding): string {
  return `${Level} ${Rule.Id} in ${Filename} at ${place(Location)}: ${Message}`;
}

function place({ Path }: Finding["Location"]): string {
  return (Path ?? []).join("/");
}
