/** An alias of `workflows/models.yml`. */
export const modelAliasPattern = "^[a-z][a-z0-9-]{0,31}$";

/** `workflows/models.yml`: the model of each alias in the roster, and overrides by stage. */
export interface ModelAliases {
  default: ModelNames;
  stages: Record<string, ModelNames>;
}

/** `<provider>/<model id>` by alias. */
type ModelNames = Record<string, string>;

/** Returns the model names of a stage. */
export function modelNamesOf({ default: standard, stages }: ModelAliases, stage: string): ModelNames {
  return { ...standard, ...stages[stage] };
}

/** Returns `<provider>/<model id>` for the `model` of an employee: its alias, or that name itself; null for no model. */
export type ModelNameReader = (model: string | null) => string | null;

export function createModelNameReader(aliases: ModelAliases, stage: string): ModelNameReader {
  const names = new Map(Object.entries(modelNamesOf(aliases, stage)));
  return (model) => names.get(model ?? "") ?? model;
}
