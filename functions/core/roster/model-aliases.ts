/** `workflows/models.yml`: which model an alias of the roster means, and which one a stage takes instead. */
export interface ModelAliases {
  default: ModelNames;
  stages: Record<string, ModelNames>;
}

/** `<provider>/<model id>` by alias. */
export type ModelNames = Record<string, string>;

/** Returns the names that are good in a stage. */
export function modelNamesOf({ default: standard, stages }: ModelAliases, stage: string): ModelNames {
  return { ...standard, ...stages[stage] };
}
