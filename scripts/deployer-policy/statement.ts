/** A deployer's rights on some resource types. */
export interface DeployerStatement {
  Sid: string;
  /** Resource types of the packaged template that need these rights; empty for calls of the framework and its plugins. */
  types: string[];
  Action: string[];
  Resource: string | string[];
  Condition?: object;
}

export const service = "pr-comment-automation";

/** All names in a stack start with the service's name, except those that AWS generates. */
export const own = `${service}-*`;

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:*:*:${resource}`;
}
