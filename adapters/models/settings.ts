import { PermanentError } from "../../core/errors.ts";
import { createSecretReader } from "../secrets/secret-reader.ts";
import type { ModelSettings } from "./requirements.ts";

/** The model providers' settings: a secret of JSON, apart from GitHub's, so that an employee can read no other. */
export function createModelSettings(secretId: string, reader = createSecretReader(secretId)) {
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
