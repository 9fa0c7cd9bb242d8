import { dataStatements } from "./data.ts";
import { functionStatements } from "./functions.ts";
import { monitoringStatements } from "./monitoring.ts";
import type { DeployerStatement } from "./statement.ts";
import { trafficStatements } from "./traffic.ts";

export const statements: DeployerStatement[] = [
  ...functionStatements,
  ...dataStatements,
  ...trafficStatements,
  ...monitoringStatements,
];

/** Returns the IAM policy of a deployer. */
export function deployerPolicy() {
  const Statement = statements.map(({ types: _types, Sid, ...rest }) => ({ Sid, Effect: "Allow", ...rest }));
  return { Version: "2012-10-17", Statement };
}
