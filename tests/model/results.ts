import type { Finding } from "./checker/read-output.ts";
import type { Variant } from "./variants.ts";

export interface Result {
  variant: Variant;
  finding: Finding;
}

/** Returns the head of a group's table, as in tests/model/README.md. */
export function headOf(group: string): string[] {
  return [
    line([group, "model", "faults", "states", "result"]),
    `| ${"-".repeat(57)} | ------------- | -----: | ------: | ---------------------------------------- |`,
  ];
}

/** Returns a variant's table row, with the expected result if it differs. */
export function rowOf({ variant, finding }: Result): string {
  const { name, model, faults } = variant;
  return line([
    name,
    model,
    String(faults),
    finding.states.toLocaleString("en"),
    verdictOf(variant, finding),
  ]);
}

/** Returns the expected result of a variant: `holds` or `breaks …`. */
export function expectationOf({ finds }: Variant): string {
  return finds === null ? "holds" : `breaks \`${finds}\``;
}

function verdictOf(variant: Variant, { broken, trace }: Finding): string {
  const actions = trace.length - 1;
  const way = broken === null ? "" : `, ${actions} ${actions === 1 ? "action" : "actions"}`;
  const found = expectationOf({ ...variant, finds: broken }) + way;
  return broken === variant.finds ? found : `FAILED: ${found}; expected: ${expectationOf(variant)}`;
}

function line([name = "", model = "", faults = "", states = "", verdict = ""]: string[]): string {
  const cells = [
    name.padEnd(57),
    model.padEnd(13),
    faults.padStart(6),
    states.padStart(7),
    verdict.padEnd(40),
  ];
  return `| ${cells.join(" | ")} |`;
}
