/** Names that mean the same everywhere, whatever the roster says. Only the built-in employee of the same name may list one. */
export const reservedCommands = ["help", "status", "cancel", "retry", "explain", "ok-to-run"] as const;

export function isReservedCommand(name: string): boolean {
  return reservedCommands.some((reserved) => reserved === name);
}
