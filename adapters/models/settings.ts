import { PermanentError } from "../../core/errors.ts";
import { createSecretReader, type SecretReader } from "../secrets/secret-reader.ts";
import type { ModelSettings } from "./requirements.ts";

/** Reads the model providers' settings: a JSON secret of its own, so that an employee can read no other secret. */
export function createModelSettings(
  secretId: string,
  reader: Pick<SecretReader, "read"> = createSecretReader(secretId),
) {
  return async function readModelSettings(): Promise<ModelSettings> {
    const { current } = await reader.read();
    try {
      return JSON.parse(current) as ModelSettings;
    } catch {
      // The parser's message quotes what it read, so it is not passed on.
      throw new PermanentError("secret_malformed", "The model secret is not JSON");
    }
  };
}
