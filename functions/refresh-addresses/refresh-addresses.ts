import { splitRanges } from "../../core/edge/split-ranges.ts";
import { PermanentError } from "../../core/errors.ts";
import { isGitHubMeta } from "../../core/generated/validators.mjs";

/** Port: a list of address ranges at the edge. Throws RetryableError when it cannot be changed now. */
export interface AddressList {
  /** Ranges spelt as `splitRanges` does. Writes nothing when the list says the same already. */
  replace(ranges: string[]): Promise<"replaced" | "unchanged">;
}

export interface RefreshAddressesPorts {
  /** Reads GitHub's metadata; null while the App is not installed. Throws RetryableError if GitHub does not respond. */
  gitHubMeta(): Promise<unknown>;
  lists: { v4: AddressList; v6: AddressList };
}

export interface RefreshedList {
  ranges: number;
  list: "replaced" | "unchanged";
}

export type RefreshedAddresses = { v4: RefreshedList; v6: RefreshedList } | { skipped: "app_not_installed" };

/** Brings the edge's lists up to the addresses from which GitHub sends webhooks now. */
export async function refreshAddresses({
  gitHubMeta,
  lists,
}: RefreshAddressesPorts): Promise<RefreshedAddresses> {
  const meta = await gitHubMeta();
  if (meta === null) return { skipped: "app_not_installed" };
  if (!isGitHubMeta(meta)) {
    throw new PermanentError("meta_without_hooks", "GitHub's /meta has no list of the addresses of webhooks");
  }
  const { v4, v6 } = splitRanges(meta.hooks);
  return {
    v4: { ranges: v4.length, list: await lists.v4.replace(v4) },
    v6: { ranges: v6.length, list: await lists.v6.replace(v6) },
  };
}
