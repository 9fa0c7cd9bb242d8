import type { ReactionContent } from "../state/records.ts";

/** GraphQL's names of the reactions by the REST API's. */
const names: Record<ReactionContent, string> = {
  "+1": "THUMBS_UP",
  "-1": "THUMBS_DOWN",
  laugh: "LAUGH",
  confused: "CONFUSED",
  heart: "HEART",
  hooray: "HOORAY",
  rocket: "ROCKET",
  eyes: "EYES",
};

export function reactionName(content: ReactionContent): string {
  return names[content];
}

/** Returns the reaction of a name that GitHub's schema has accepted. */
export function reactionNamed(name: string): ReactionContent | undefined {
  return (Object.keys(names) as ReactionContent[]).find((content) => names[content] === name);
}
