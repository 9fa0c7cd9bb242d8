import { Ajv, type ErrorObject } from "ajv";
import { explainSchemaError, type Wording } from "../../core/commands/explain-schema-error.ts";
import type { Mistake } from "./mistakes.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

const ajv = new Ajv({
  strict: true,
  allErrors: true,
  verbose: true,
  useDefaults: true,
  allowUnionTypes: true,
});

/** Returns the mistakes of a YAML file; sets the schema's defaults in its data. */
export function checkSchema(schema: object, source: YamlSource): Mistake[] {
  const validate = ajv.compile(schema);
  return validate(source.data) ? [] : placeErrors(validate.errors ?? [], source);
}

/** Converts ajv's errors into messages with their place in the file; `below` is the path of the checked value. */
export function placeErrors(errors: readonly ErrorObject[], source: YamlSource, below: Path = []): Mistake[] {
  // A name that is not allowed has an error of its own, which says more than that of its pattern.
  return errors
    .filter(({ propertyName }) => propertyName === undefined)
    .map((error) => {
      const inside = error.instancePath.split("/").slice(1).map(unescapePointer);
      const path = [...below, ...inside];
      const instancePath = [...below, ...inside].map((step) => `/${step}`).join("");
      const message = explainSchemaError({ ...error, instancePath }, wordingOf(error.parentSchema));
      const extra: unknown = error.params.additionalProperty ?? error.params.propertyName;
      return typeof extra === "string"
        ? source.mistakeAtKey([...path, extra], message)
        : source.mistakeAt(path, message);
    });
}

function unescapePointer(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

function wordingOf(schema: ErrorObject["parentSchema"]): Wording {
  const { properties, description }: Record<string, unknown> = { ...schema };
  return {
    known: typeof properties === "object" && properties !== null ? Object.keys(properties) : [],
    description: typeof description === "string" ? description : null,
    place: "field",
  };
}
