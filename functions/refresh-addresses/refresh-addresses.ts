import { splitRanges } from "../../core/edge/split-ranges.ts";
import { PermanentError } from "../../core/errors.ts";
import { isGitHubMeta } from "../../core/generated/validators.mjs";

/** Port: a list of address ranges at the edge. Throws RetryableError if it cannot be changed now. */
interface AddressList {
  /** Replaces the ranges, in the form that `splitRanges` returns. Does not write an unchanged list. */
  replace(ranges: string[]): Promise<"replaced" | "unchanged">;
}

export interface RefreshAddressesPorts {
  /** Reads GitHub's metadata; null while the App is not installed. Throws RetryableError if GitHub does not respond. */
  gitHubMeta(): Promise<unknown>;
  lists: { v4: AddressList; v6: AddressList };
}

interface RefreshedList {
  ranges: number;
  list: "replaced" | "unchanged";
}

export type RefreshedAddresses = { v4: RefreshedList; v6: RefreshedList } | { skipped: "app_not_installed" };

/** Updates the edge's lists to the addresses from which GitHub currently sends webhooks. */
export async function refreshAddresses({
  gitHubMeta,
  lists,
}: RefreshAddressesPorts): Promise<RefreshedAddresses> {
  const meta = await gitHubMeta();
  if (meta === null) return { skipped: "app_not_installed" };
  if (!isGitHubMeta(meta)) {
    throw new PermanentError(
      "meta_without_hooks",
      "GitHub's /meta does not list the addresses of its webhooks",
    );
  }
  const { v4, v6 } = splitRanges(meta.hooks);
  return {
    v4: { ranges: v4.length, list: await lists.v4.replace(v4) },
    v6: { ranges: v6.length, list: await lists.v6.replace(v6) },
  };
}
