import type { Permission } from "../github/permission.ts";
import type { Refusal } from "../jobs/job.ts";

/** Returns the refusal that names the required permission and the account's own. */
export function permissionRefusal(
  command: string,
  needed: Permission,
  login: string,
  held: Permission,
): Refusal {
  const message = `\`/${command}\` needs **${needed}** permission on this repository; ${login} has **${held}**.`;
  return { code: "permission", message };
}
