export interface AddressRange {
  family: "v4" | "v6";
  /** Length of the prefix in bits. */
  bits: number;
  /** Canonical form: eight full groups for IPv6, no leading zeros for IPv4. */
  text: string;
}

/** Parses a range in CIDR notation. Returns null for anything else. */
export function parseAddressRange(text: string): AddressRange | null {
  const [address = "", bits = "", ...more] = text.split("/");
  if (more.length > 0 || !/^\d{1,3}$/.test(bits)) return null;
  return address.includes(":") ? asV6(address, Number(bits)) : asV4(address, Number(bits));
}

function asV4(address: string, bits: number): AddressRange | null {
  const parts = address.split(".");
  const wellFormed =
    parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256);
  if (!wellFormed || bits > 32) return null;
  return { family: "v4", bits, text: `${parts.map(Number).join(".")}/${bits}` };
}

function asV6(address: string, bits: number): AddressRange | null {
  const halves = address.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const [head = [], tail] = halves;
  if (halves.length > 2 || bits > 128) return null;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  const full = groups.map((group) => group.toLowerCase().padStart(4, "0"));
  return { family: "v6", bits, text: `${full.join(":")}/${bits}` };
}
