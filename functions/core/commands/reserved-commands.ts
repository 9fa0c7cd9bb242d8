/** Names that mean the same everywhere, whatever the roster says. Only the employee `help` may list one: `help`. */
export const reservedCommands = ["help", "status", "cancel", "retry", "explain", "ok-to-run"] as const;

export function isReservedCommand(name: string): boolean {
  return reservedCommands.some((reserved) => reserved === name);
}
