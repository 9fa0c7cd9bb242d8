export type { EmployeeResult } from "./runner.ts";

const tokens = { type: "integer", minimum: 0, maximum: 1_000_000_000 } as const;
const line = { type: "integer", minimum: 1, maximum: 10_000_000, nullable: true } as const;
const files = { type: "integer", minimum: 0, maximum: 1_000_000 } as const;

const finding = {
  type: "object",
  required: ["path", "line", "severity", "title"],
  properties: {
    path: { type: "string", minLength: 1, maxLength: 1_000 },
    line,
    end_line: line,
    severity: { enum: ["low", "medium", "high"] },
    title: { type: "string", minLength: 1, maxLength: 200 },
    body: { type: "string", maxLength: 10_000 },
  },
} as const;

/** Version 1 of a result. The publisher ignores other fields. Results of earlier versions have no `version`. */
export const employeeResultSchema = {
  $id: "employee-result",
  type: "object",
  required: ["outcome", "markdown", "usage"],
  properties: {
    version: { const: 1 },
    outcome: { enum: ["answered", "unavailable", "failed"] },
    markdown: { type: "string" },
    findings: { type: "array", maxItems: 200, items: finding },
    coverage: {
      type: "object",
      nullable: true,
      required: ["files_reviewed", "files_total"],
      properties: { files_reviewed: files, files_total: files },
    },
    usage: {
      type: "object",
      nullable: true,
      required: ["input_tokens", "output_tokens"],
      properties: {
        input_tokens: tokens,
        output_tokens: tokens,
        model: { type: "string", nullable: true, maxLength: 200 },
      },
    },
    cost: {
      type: "object",
      nullable: true,
      required: ["dollars"],
      properties: { dollars: { type: "number", minimum: 0, maximum: 1_000 } },
    },
  },
} as const;
