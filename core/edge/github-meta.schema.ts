/** The part of GitHub's `GET /meta` that is used: https://docs.github.com/en/rest/meta/meta */
export interface GitHubMeta {
  /** Addresses that webhooks come from, as CIDR ranges of both families. */
  hooks: string[];
}

export const gitHubMetaSchema = {
  $id: "github-meta",
  type: "object",
  required: ["hooks"],
  properties: {
    hooks: { type: "array", minItems: 1, maxItems: 1000, items: { type: "string", maxLength: 64 } },
  },
} as const;
