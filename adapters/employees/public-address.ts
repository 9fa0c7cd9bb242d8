import ipaddr from "ipaddr.js";

/** The addresses that the internet routes to one host; everything else in IPv6 is reserved or local. */
const globalIpv6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Returns whether an IP address, as a resolver writes it, belongs to one host on the internet. False for private, loopback
 * and link-local addresses (and so for the metadata of the cloud), for multicast and reserved ones, and for IPv6 addresses
 * that contain an IPv4 address: IPv4-mapped, 6to4, Teredo, NAT64.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalIpv6);
}
