import { lookup as systemLookup } from "node:dns/promises";
import { PermanentError, RetryableError } from "../../core/errors.ts";
import { isPublicAddress } from "./public-address.ts";

/** One address to connect to, of the family 4 or 6. */
export interface CheckedAddress {
  address: string;
  family: number;
}

export interface AddressChecks {
  lookup?: (host: string) => Promise<CheckedAddress[]>;
  isAllowed?: (address: string) => boolean;
}

/**
 * Resolves a host once and returns the address to connect to. Nothing resolves the host again, so a name server cannot
 * return another address after the check. Throws PermanentError if any address is not public: a name that also points into
 * a private network is a mistake or an attack. Throws RetryableError if the name cannot be resolved now.
 */
export async function checkAddress(
  host: string,
  { lookup = lookUp, isAllowed = isPublicAddress }: AddressChecks = {},
): Promise<CheckedAddress> {
  const found = await lookup(host).catch((error: unknown) => {
    throw new RetryableError("employee_unresolved", "The employee's host has no address", { cause: error });
  });
  const [first] = found;
  if (!first) throw new RetryableError("employee_unresolved", "The employee's host has no address");
  if (!found.every(({ address }) => isAllowed(address))) {
    throw new PermanentError(
      "employee_address_refused",
      "The employee's host has an address that is not public",
    );
  }
  return first;
}

/** The system's resolver, IPv4 first: a function without IPv6 cannot reach the others. */
function lookUp(host: string): Promise<CheckedAddress[]> {
  return systemLookup(host, { all: true, order: "ipv4first" });
}
