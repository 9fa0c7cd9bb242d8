import { eventTypes } from "../deliveries/envelope.ts";
import type { Employee } from "../roster/employee.ts";

type Levels = Record<string, "read" | "write">;

/** The permissions that the GitHub App always needs. Its functions request tokens with these or fewer. */
export const appPermissions = {
  contents: "read",
  issues: "write",
  metadata: "read",
  pull_requests: "write",
} as const satisfies Levels;

/** A permission that only some rosters need. */
const optionalPermissions: { permissions: Levels; isNeeded(employee: Pick<Employee, "runner">): boolean }[] =
  [{ permissions: { actions: "write" }, isNeeded: ({ runner }) => runner === "github-workflow" }];

/** Returns the permissions that the GitHub App needs for these employees. */
export function permissionsFor(roster: readonly Pick<Employee, "runner">[]): Levels {
  const optional = optionalPermissions.filter(({ isNeeded }) => roster.some(isNeeded));
  return Object.assign({}, appPermissions, ...optional.map(({ permissions }) => permissions));
}

/** The events that the GitHub App must subscribe to. */
export const appEvents: readonly string[] = eventTypes;

export interface GrantedApp {
  permissions: Record<string, string | undefined>;
  events: readonly string[];
}

/** Returns the permissions and events that an App lacks, and those it does not need, as its settings name them. */
export function compareApp(
  { permissions, events }: GrantedApp,
  needed: Levels,
): { missing: string[]; surplus: string[] } {
  const missing = Object.entries(needed)
    .filter(([name, level]) => permissions[name] !== level && permissions[name] !== "write")
    .map(([name, level]) => `permission ${name}: ${level}`);
  const surplus = Object.entries(permissions)
    .filter(([name, level]) => level && needed[name] !== level && needed[name] !== "write")
    .map(([name, level]) => `permission ${name}: ${level}`);
  return {
    missing: [...missing, ...without(appEvents, events)],
    surplus: [...surplus, ...without(events, appEvents)],
  };
}

function without(events: readonly string[], others: readonly string[]): string[] {
  return events.filter((event) => !others.includes(event)).map((event) => `event ${event}`);
}
