import { statements } from "./statements.ts";

/** The deployer's IAM policy. */
export function deployerPolicy() {
  const Statement = statements.map(({ types: _types, Sid, ...rest }) => ({ Sid, Effect: "Allow", ...rest }));
  return { Version: "2012-10-17", Statement };
}
