import {
  GetIPSetCommand,
  type IPSet,
  type Scope,
  UpdateIPSetCommand,
  WAFV2Client,
} from "@aws-sdk/client-wafv2";
import { parseAddressRange } from "../../core/edge/address-range.ts";
import { patient } from "../runtime/aws-client.ts";
import { unavailable } from "../runtime/aws-errors.ts";

/** What belongs to CloudFront is in us-east-1, wherever the function runs. */
const createClient = () => new WAFV2Client({ ...patient, region: "us-east-1" });

/** An IP set of AWS WAF, by what CloudFormation's `Ref` says of it: `<name>|<id>|<scope>`. */
export function createAddressList(ref: string, client = createClient()) {
  const [Name, Id, scope, ...more] = ref.split("|");
  if (!Name || !Id || !scope || more.length > 0) throw new TypeError("An IP set is <name>|<id>|<scope>");
  const set = { Name, Id, Scope: scope as Scope };

  return {
    /** Whoever changed the list in between wins: the lock is theirs, and this one throws RetryableError. */
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

/** An update without the description takes it away. */
function descriptionOf(set: IPSet | undefined): { Description?: string } {
  return set?.Description ? { Description: set.Description } : {};
}

/** WAF may spell a range in another way than it was given. */
function isSame(stored: string[], wanted: string[]): boolean {
  const spelt = new Set(stored.map((text) => parseAddressRange(text)?.text ?? text));
  return spelt.size === wanted.length && wanted.every((text) => spelt.has(text));
}
