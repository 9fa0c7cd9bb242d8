import {
  GetIPSetCommand,
  type IPSet,
  type Scope,
  UpdateIPSetCommand,
  WAFV2Client,
} from "@aws-sdk/client-wafv2";
import { parseAddressRange } from "../../core/edge/address-range.ts";
import { longTimeouts } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";

/** CloudFront's IP sets are in us-east-1, wherever the function runs. */
const createClient = () => new WAFV2Client({ ...longTimeouts, region: "us-east-1" });

/** Opens an IP set of AWS WAF. `ref` is CloudFormation's `Ref`: `<name>|<id>|<scope>`; throws TypeError otherwise. */
export function createAddressList(ref: string, client = createClient()) {
  const [Name, Id, scope, ...more] = ref.split("|");
  if (!Name || !Id || !scope || more.length > 0)
    throw new TypeError("An IP set has the form <name>|<id>|<scope>");
  const set = { Name, Id, Scope: scope as Scope };

  return {
    /** Replaces the ranges. Throws RetryableError if WAF fails or another writer has changed the list meanwhile. */
    async replace(ranges: string[]): Promise<"replaced" | "unchanged"> {
      try {
        const { IPSet, LockToken } = await client.send(new GetIPSetCommand(set));
        if (isSame(IPSet?.Addresses ?? [], ranges)) return "unchanged";
        await client.send(
          new UpdateIPSetCommand({ ...set, ...descriptionOf(IPSet), Addresses: ranges, LockToken }),
        );
        return "replaced";
      } catch (error) {
        throw unavailable("address_list", error);
      }
    },
  };
}

/** An update without the description would delete it. */
function descriptionOf(set: IPSet | undefined): { Description?: string } {
  return set?.Description ? { Description: set.Description } : {};
}

/** Compares canonical forms, because WAF may return a range in another notation. */
function isSame(stored: string[], wanted: string[]): boolean {
  const spelt = new Set(stored.map((text) => parseAddressRange(text)?.text ?? text));
  return spelt.size === wanted.length && wanted.every((text) => spelt.has(text));
}
