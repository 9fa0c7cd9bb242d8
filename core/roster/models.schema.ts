import { modelAliasPattern } from "./model-aliases.ts";

const names = {
  type: "object",
  propertyNames: { pattern: modelAliasPattern },
  additionalProperties: {
    type: "string",
    pattern: "^(bedrock|anthropic|openai-compatible)/\\S+$",
    description: "`<provider>/<model id>`, the provider one of bedrock, anthropic, openai-compatible",
  },
  description: "a model by alias: lower case letters, digits and hyphens",
} as const;

/** `workflows/models.yml`: see ModelAliases. Checked when the project is built, never at run time. */
export const modelsSchema = {
  type: "object",
  additionalProperties: false,
  required: ["default"],
  properties: {
    default: { ...names, minProperties: 1 },
    stages: { type: "object", default: {}, additionalProperties: names, description: "aliases by stage" },
  },
} as const;
