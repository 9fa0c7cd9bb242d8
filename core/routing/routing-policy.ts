import type { Permission } from "../github/permission.ts";

/** `workflows/routing.yml`, with its defaults filled in. */
export interface RoutingPolicy {
  version: 1;
  /** Globs over `owner/name`. The installation of the App is the outer limit. */
  repositories: { allow: string[] };
  triggers: TriggerAction[];
  /** The bots that may give commands; one listed only by its login has `write`. */
  bots: { allow: (string | AllowedBot)[] };
  /** Commands of other bots, which get no hint even if they resemble ours. */
  hints: { never_for: string[] };
  rollout: RolloutPolicy;
  /** The first one that matches wins; without one, an employee answers the commands that it lists. */
  rules: RoutingRule[];
}

export interface AllowedBot {
  /** Whole, such as `renovate[bot]`. */
  login: string;
  /** Its permission, because GitHub reports none for bots. */
  permission: Permission;
}

export type TriggerAction = "created" | "edited" | "submitted";

export type RolloutMode = "off" | "shadow" | "canary" | "active";

export interface RolloutPolicy {
  default: RolloutMode;
  /** Share of the intents, 0 to 100, that are active where the default is `canary`; the others are `shadow`. */
  canary_percentage: number;
  rules: RolloutRule[];
}

/** All conditions must hold; inside one, any entry. */
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

/** All conditions must hold; inside one, any entry. Globs: repos, base_branches, paths. The others are exact. */
export interface RoutingConditions {
  repos?: string[];
  base_branches?: string[];
  commands?: string[];
  labels?: string[];
  paths?: string[];
  /** Owners of the changed files after CODEOWNERS: `@login`, `@organisation/team`. */
  owners?: string[];
}
