export type { EmployeeResult } from "./runner.ts";

const tokens = { type: "integer", minimum: 0, maximum: 1_000_000_000 } as const;

/** The fields that the publisher reads from a result; it ignores others. */
export const employeeResultSchema = {
  $id: "employee-result",
  type: "object",
  required: ["outcome", "markdown", "usage"],
  properties: {
    outcome: { enum: ["answered", "unavailable"] },
    markdown: { type: "string" },
    usage: {
      type: "object",
      nullable: true,
      required: ["input_tokens", "output_tokens"],
      properties: { input_tokens: tokens, output_tokens: tokens },
    },
  },
} as const;
