import { nodeId } from "../state/ids.ts";
import type { User } from "../state/records.ts";
import { deletedAccount } from "../state/users.ts";

/** Presents a user with the fields that GitHub's OpenAPI description calls "simple user". */
export function presentUser(base: string, { id, login, type }: User) {
  const url = `${base}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId(type, id),
    avatar_url: `${base}/_sim/avatars/${encodeURIComponent(login)}.svg`,
    gravatar_id: "",
    url,
    html_url: `${base}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** Returns the author; null for a deleted account. */
export function presentAuthor(base: string, author: User) {
  return author.login === deletedAccount ? null : presentUser(base, author);
}
