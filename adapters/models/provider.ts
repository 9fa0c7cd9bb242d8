import type { LanguageModel } from "ai";
import { PermanentError } from "../../core/errors.ts";
import type { ModelName } from "./name.ts";
import type { ModelSettings } from "./requirements.ts";

export type Fetch = typeof globalThis.fetch;

/** Opens a model. Loads only its provider's SDK: each costs 10 to 60 ms of a cold start. Throws PermanentError. */
export async function openModel(
  { provider, id }: ModelName,
  settings: ModelSettings,
  fetch: Fetch,
): Promise<Exclude<LanguageModel, string>> {
  // A redirect would carry the key to another host.
  const direct: Fetch = (url, init) => fetch(url, { ...init, redirect: "error" });
  switch (provider) {
    case "anthropic": {
      const { createAnthropic } = await import("@ai-sdk/anthropic");
      const baseURL = apiUrl(
        "anthropic_base_url",
        settings.anthropic_base_url ?? "https://api.anthropic.com",
      );
      return createAnthropic({ apiKey: settings.anthropic_api_key?.trim() ?? "", baseURL, fetch: direct })(
        id,
      );
    }
    case "openai-compatible": {
      const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
      const baseURL = apiUrl("openai_compatible_base_url", settings.openai_compatible_base_url ?? "");
      const key = settings.openai_compatible_api_key?.trim();
      const options = { name: "openai-compatible", baseURL, fetch: direct };
      return createOpenAICompatible(key ? { ...options, apiKey: key } : options)(id);
    }
    case "bedrock": {
      const { createAmazonBedrock } = await import("@ai-sdk/amazon-bedrock");
      return createAmazonBedrock({ ...bedrockPlace(settings), fetch: direct })(id);
    }
  }
}

/** Without settings the SDK uses the region, endpoint and credentials of the function's environment. */
function bedrockPlace({ bedrock_region, bedrock_base_url }: ModelSettings): {
  region?: string;
  baseURL?: string;
} {
  return {
    ...(bedrock_region ? { region: bedrock_region } : {}),
    ...(bedrock_base_url ? { baseURL: bedrock_base_url } : {}),
  };
}

function apiUrl(setting: keyof ModelSettings, value: string): string {
  if (!URL.canParse(value))
    throw new PermanentError("provider_url_invalid", `The setting ${setting} is not a URL`);
  const url = new URL(value.trim());
  const path = url.pathname.replace(/\/+$/, "");
  return `${url.origin}${path || "/v1"}`;
}
