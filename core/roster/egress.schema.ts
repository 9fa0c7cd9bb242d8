const hosts = {
  type: "array",
  uniqueItems: true,
  description: "a list of host names, without duplicates",
  items: {
    type: "string",
    maxLength: 260,
    // The last label has a letter, so that no form of an IP address matches.
    pattern: "^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9-]*[a-z][a-z0-9-]*(?::[1-9][0-9]{0,4})?$",
    description: "a host name in lower case like `bot.example.com`, with a port only if it is not 443",
  },
} as const;

/** `workflows/egress.yml`: see Egress. Checked when the project is built, never at run time. */
export const egressSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    hosts: { ...hosts, default: [] },
    stages: { type: "object", default: {}, additionalProperties: hosts, description: "hosts by stage" },
  },
} as const;
