const dollars = {
  type: "number",
  minimum: 0,
  maximum: 10_000,
  description: "a number of US dollars per million tokens",
} as const;

/** `workflows/prices.yml`: see Prices. Checked when the project is built, never at run time. */
export const pricesSchema = {
  type: "object",
  additionalProperties: false,
  required: ["as_of", "source", "models"],
  properties: {
    as_of: {
      type: "string",
      pattern: "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$",
      description: "the day on which the prices were read, such as 2026-11-28",
    },
    source: {
      type: "string",
      pattern: "^https://\\S+$",
      description: "the URL of the page with the prices",
    },
    models: {
      type: "object",
      propertyNames: { pattern: "^(bedrock|anthropic|openai-compatible)/\\S+$" },
      description:
        "a price by `<provider>/<model id>`, the provider one of bedrock, anthropic, openai-compatible",
      additionalProperties: {
        type: "object",
        additionalProperties: false,
        required: ["input", "output"],
        description: "a map with `input` and `output`",
        properties: {
          input: dollars,
          output: dollars,
          /** Some models cost more for a long prompt. */
          long_prompt: {
            type: ["object", "null"],
            default: null,
            additionalProperties: false,
            required: ["above_tokens", "input", "output"],
            description: "a map with `above_tokens`, `input` and `output`",
            properties: {
              above_tokens: { type: "integer", minimum: 1, description: "a whole number of tokens" },
              input: dollars,
              output: dollars,
            },
          },
        },
      },
    },
  },
} as const;
