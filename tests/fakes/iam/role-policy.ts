/** One call as IAM sees it. */
export interface IamCall {
  /** `s3:GetObject` */
  action: string;
  resource: string;
  /** The request's condition keys, with their values. */
  context: Record<string, string[]>;
}

export interface Statement {
  Action: string[];
  Resource: string | string[];
  Condition?: unknown;
}

type Conditions = Record<string, Record<string, unknown>>;

/**
 * Whether one of a role's `Allow` statements allows the call; everything else is denied. Throws for a
 * condition that it does not implement.
 */
export function createRolePolicy(statements: readonly Statement[]): (call: IamCall) => boolean {
  return ({ action, resource, context }) =>
    statements.some(
      ({ Action, Resource, Condition = {} }) =>
        Action.some((pattern) => isLike(action, pattern)) &&
        [Resource].flat().some((pattern) => isLike(resource, pattern)) &&
        Object.entries(Condition as Conditions).every(([operator, keys]) =>
          Object.entries(keys).every(([key, value]) => holds(operator, context[key], value)),
        ),
    );
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holds(operator: string, values: string[] | undefined, wanted: unknown): boolean {
  const patterns = [wanted].flat().map(String);
  switch (operator) {
    case "Null":
      return patterns.includes(String(values === undefined));
    case "ForAllValues:StringLike":
      // As in IAM, it also holds for a request without the key.
      return (values ?? []).every((value) => patterns.some((pattern) => isLike(value, pattern)));
    default:
      throw new Error(`Condition operator not implemented: ${operator}`);
  }
}

function isLike(value: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(value);
}
