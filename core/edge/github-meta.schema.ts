/** What is read of GitHub's `GET /meta`: https://docs.github.com/en/rest/meta/meta */
export interface GitHubMeta {
  /** From where webhooks are sent, as CIDR ranges of both families. */
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
