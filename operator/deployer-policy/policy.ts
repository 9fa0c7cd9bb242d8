import { statements } from "./statements.ts";

/** The policy of the one who deploys, as IAM takes it. */
export function deployerPolicy() {
  const Statement = statements.map(({ types: _types, Sid, ...rest }) => ({ Sid, Effect: "Allow", ...rest }));
  return { Version: "2012-10-17", Statement };
}
