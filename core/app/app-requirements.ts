import { eventTypes } from "../deliveries/envelope.ts";

/** What the GitHub App has to be allowed: its functions ask for tokens with these and less. */
export const appPermissions = {
  contents: "read",
  issues: "write",
  metadata: "read",
  pull_requests: "write",
} as const satisfies Record<string, "read" | "write">;

/** What the GitHub App has to subscribe to. */
export const appEvents: readonly string[] = eventTypes;

export interface GrantedApp {
  permissions: Record<string, string | undefined>;
  events: readonly string[];
}

/** What an App lacks to do its work, and what it may do beyond it, in the words of its settings. */
export function compareApp({ permissions, events }: GrantedApp): { missing: string[]; surplus: string[] } {
  const needed: Record<string, string> = appPermissions;
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
