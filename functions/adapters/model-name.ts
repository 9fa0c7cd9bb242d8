import { PermanentError } from "../core/errors.ts";
import { type ModelProviderName, modelProviders } from "./model-requirements.ts";

export interface ModelName {
  provider: ModelProviderName;
  id: string;
}

/** `<provider>/<model id>`; the id may have slashes of its own. */
export function parseModelName(model: string | null): ModelName {
  const slash = model?.indexOf("/") ?? -1;
  const provider = modelProviders.find((known) => known === model?.slice(0, slash));
  const id = model?.slice(slash + 1) ?? "";
  if (!provider || id === "") {
    throw new PermanentError(
      "model_malformed",
      `A model is <${modelProviders.join("|")}>/<id>, not ${model}`,
    );
  }
  return { provider, id };
}
