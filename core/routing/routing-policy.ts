import type { Permission } from "../github/permission.ts";

/** `workflows/routing.yml` with its defaults. */
export interface RoutingPolicy {
  version: 1;
  /** Globs for `owner/name`. Repositories without the App are never reached. */
  repositories: { allow: string[] };
  triggers: TriggerAction[];
  /** Bots that may give commands; a bot listed only by its login has `write`. */
  bots: { allow: (string | AllowedBot)[] };
  /** Commands of other bots, which get no hint even if they resemble ours. */
  hints: { never_for: string[] };
  rollout: RolloutPolicy;
  /** The first matching rule decides; without one, an employee answers the commands that it lists. */
  rules: RoutingRule[];
}

export interface AllowedBot {
  /** Full login, such as `renovate[bot]`. */
  login: string;
  /** Its permission, because GitHub reports none for bots. */
  permission: Permission;
}

type TriggerAction = "created" | "edited" | "submitted";

export type RolloutMode = "off" | "shadow" | "shadow-run" | "canary" | "active";

export interface RolloutPolicy {
  default: RolloutMode;
  /** Percentage of active intents, 0 to 100, if the default is `canary`; the others are `shadow`. */
  canary_percentage: number;
  rules: RolloutRule[];
}

/** All conditions must be met; within one, any entry is enough. */
export interface RolloutRule {
  when: { repos?: string[]; events?: string[]; commands?: string[] };
  mode: RolloutMode;
  /** Only for `canary`. */
  percentage?: number;
}

export interface RoutingRule {
  name: string;
  when: RoutingConditions;
  employees: string[];
}

/** All conditions must be met; within one, any entry is enough. repos, base_branches and paths are globs. */
export interface RoutingConditions {
  repos?: string[];
  base_branches?: string[];
  commands?: string[];
  labels?: string[];
  paths?: string[];
  /** Owners of the changed files according to CODEOWNERS: `@login`, `@organisation/team`. */
  owners?: string[];
}
