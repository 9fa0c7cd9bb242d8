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
const rosterPermissions: { permissions: Levels; isNeeded(employee: Pick<Employee, "runner">): boolean }[] = [
  { permissions: { actions: "write" }, isNeeded: ({ runner }) => runner === "github-workflow" },
];

/** A part of the product that works only with further permissions and events. Everything else works without them. */
interface OptionalPart {
  permissions: Levels;
  events: readonly string[];
  /** What does not work without them. */
  without: string;
}

const optionalParts: readonly OptionalPart[] = [
  {
    permissions: { checks: "write" },
    events: ["check_run", "check_suite"],
    without: "jobs are not shown as check runs, and their buttons do nothing",
  },
];

/** Returns the permissions that the GitHub App needs for these employees. */
export function permissionsFor(roster: readonly Pick<Employee, "runner">[]): Levels {
  const needed = rosterPermissions.filter(({ isNeeded }) => roster.some(isNeeded));
  return Object.assign({}, appPermissions, ...needed.map(({ permissions }) => permissions));
}

/** Returns the permissions that the manifest requests: those that the App needs, and those of the optional parts. */
export function withOptionalParts(needed: Levels): Levels {
  return Object.assign({}, needed, ...optionalParts.map(({ permissions }) => permissions));
}

/** The events that the manifest requests. */
export const appEvents: readonly string[] = eventTypes;

const optionalEvents = optionalParts.flatMap(({ events }) => events);

export interface GrantedApp {
  permissions: Record<string, string | undefined>;
  events: readonly string[];
}

interface AppComparison {
  missing: string[];
  surplus: string[];
  /** Each optional part that does not work, with what it lacks. */
  optional: string[];
}

/** Returns the permissions and events that an App lacks, and those it does not need, as its settings name them. */
export function compareApp(app: GrantedApp, needed: Levels): AppComparison {
  const { permissions, events } = app;
  const useful: Record<string, string> = withOptionalParts(needed);
  const surplus = Object.entries(permissions)
    .filter(([name, level]) => level && useful[name] !== level && useful[name] !== "write")
    .map(([name, level]) => `permission ${name}: ${level}`);
  const neededEvents = appEvents.filter((event) => !optionalEvents.includes(event));
  return {
    missing: [...lacking(app, needed), ...without(neededEvents, events)],
    surplus: [...surplus, ...without(events, appEvents)],
    optional: optionalParts.flatMap((part) => {
      const lacks = [...lacking(app, part.permissions), ...without(part.events, events)];
      return lacks.length > 0 ? [`without ${lacks.join(", ")}, ${part.without}`] : [];
    }),
  };
}

function lacking({ permissions }: GrantedApp, needed: Levels): string[] {
  return Object.entries(needed)
    .filter(([name, level]) => permissions[name] !== level && permissions[name] !== "write")
    .map(([name, level]) => `permission ${name}: ${level}`);
}

function without(events: readonly string[], others: readonly string[]): string[] {
  return events.filter((event) => !others.includes(event)).map((event) => `event ${event}`);
}
