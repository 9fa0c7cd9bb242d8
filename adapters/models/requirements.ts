/** What the stack's model secret may hold; each provider needs its own part of it, bedrock none. */
export interface ModelSettings {
  anthropic_api_key?: string;
  /** For a proxy; `/v1` is added when the URL has no path. */
  anthropic_base_url?: string;
  /** Left out for servers that ask for none. */
  openai_compatible_api_key?: string;
  openai_compatible_base_url?: string;
  /** Left out: the region that the function runs in. */
  bedrock_region?: string;
  /** For a VPC endpoint with a name of its own. */
  bedrock_base_url?: string;
}

export const modelProviders = ["anthropic", "openai-compatible", "bedrock"] as const;

export type ModelProviderName = (typeof modelProviders)[number];

const needed: Record<ModelProviderName, keyof ModelSettings | null> = {
  anthropic: "anthropic_api_key",
  "openai-compatible": "openai_compatible_base_url",
  bedrock: null,
};

/** The setting without which the provider cannot be called and which is not there, or null. */
export function missingSetting(
  provider: ModelProviderName,
  settings: ModelSettings,
): keyof ModelSettings | null {
  const setting = needed[provider];
  return setting && !settings[setting]?.trim() ? setting : null;
}
