import { PermanentError } from "../../core/errors.ts";
import { modelAliases } from "../../core/generated/models.ts";
import { createModelNameReader } from "../../core/roster/model-aliases.ts";
import { type ModelProviderName, modelProviders } from "./requirements.ts";

export interface ModelName {
  provider: ModelProviderName;
  id: string;
}

/** Reads the `model` of an employee's front matter. Throws PermanentError if it names no model. */
export type ReadModelName = (model: string | null) => ModelName;

/** Creates the reader for a stage: it resolves an alias to the stage's model in `workflows/models.yml`. */
export function createModelNames(stage: string, aliases = modelAliases): ReadModelName {
  const nameOf = createModelNameReader(aliases, stage);
  return (model) => parseModelName(nameOf(model));
}

/** Parses `<provider>/<model id>`; the ID may contain slashes. */
function parseModelName(model: string | null): ModelName {
  const slash = model?.indexOf("/") ?? -1;
  const provider = modelProviders.find((known) => known === model?.slice(0, slash));
  const id = model?.slice(slash + 1) ?? "";
  if (!provider || id === "") {
    throw new PermanentError(
      "model_malformed",
      `"${model}" is not a model: use an alias of workflows/models.yml or <${modelProviders.join("|")}>/<id>`,
    );
  }
  return { provider, id };
}
