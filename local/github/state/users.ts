import { stableId } from "./ids.ts";
import type { User } from "./records.ts";

/** The login that GitHub's pages show for a deleted account; its API and webhooks send null. */
export const deletedAccount = "ghost";

export interface Users {
  /** Returns the user of a login; an unknown login creates a user. */
  user(login: string, type?: User["type"], id?: number): User;
}

export function createUsers(): Users {
  const users = new Map<string, User>();
  return {
    user(login, type = login.endsWith("[bot]") ? "Bot" : "User", id = stableId(login)) {
      const key = login.toLowerCase();
      const known = users.get(key);
      if (known) return known;
      const created: User = { id, login, type };
      users.set(key, created);
      return created;
    },
  };
}
