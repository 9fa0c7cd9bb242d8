/** The stack's model secret. Each provider needs its own part of it, bedrock none. */
export interface ModelSettings {
  anthropic_api_key?: string;
  /** For a proxy. `/v1` is added if the URL has no path. */
  anthropic_base_url?: string;
  /** Optional: some servers need no key. */
  openai_compatible_api_key?: string;
  openai_compatible_base_url?: string;
  /** Default: the function's region. */
  bedrock_region?: string;
  /** For a VPC endpoint with its own name. */
  bedrock_base_url?: string;
}

export const modelProviders = ["anthropic", "openai-compatible", "bedrock"] as const;

export type ModelProviderName = (typeof modelProviders)[number];

const needed: Record<ModelProviderName, keyof ModelSettings | null> = {
  anthropic: "anthropic_api_key",
  "openai-compatible": "openai_compatible_base_url",
  bedrock: null,
};

/** Returns the setting that the provider needs and that is missing; null if none is missing. */
export function missingSetting(
  provider: ModelProviderName,
  settings: ModelSettings,
): keyof ModelSettings | null {
  const setting = needed[provider];
  return setting && !settings[setting]?.trim() ? setting : null;
}
