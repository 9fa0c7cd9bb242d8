/** GitHub's repository roles, weakest first. */
export const permissions = ["none", "read", "triage", "write", "maintain", "admin"] as const;

export type Permission = (typeof permissions)[number];

/** Whether `held` is enough where `needed` is the minimum. */
export function reaches(held: Permission, needed: Permission): boolean {
  return permissions.indexOf(held) >= permissions.indexOf(needed);
}
