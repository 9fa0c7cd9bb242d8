import { PermanentError } from "../../core/errors.ts";
import { hostOf } from "../../core/roster/egress.ts";
import { type AddressChecks, type CheckedAddress, checkAddress } from "./check-address.ts";

/** Where requests of employees may go. */
export interface TargetRules extends AddressChecks {
  /** The hosts of workflows/egress.yml for the stage. */
  allowedHosts: readonly string[];
  /** The laptop's servers in place of hosts: empty on every other stage. */
  localHosts: ReadonlyMap<string, string>;
}

export interface Target {
  url: URL;
  to: CheckedAddress;
}

/** Returns the URL and the address to connect to. Throws PermanentError if the host or its address is not allowed. */
export async function findTarget(address: string, rules: TargetRules): Promise<Target> {
  const host = hostOf(address);
  const local = rules.localHosts.get(host);
  if (local !== undefined) {
    const { pathname, search } = new URL(address);
    return { url: new URL(pathname + search, local), to: { address: "127.0.0.1", family: 4 } };
  }
  const url = new URL(address);
  if (url.protocol !== "https:" || !rules.allowedHosts.includes(host)) {
    throw new PermanentError(
      "employee_host_refused",
      "The employee's host is not in workflows/egress.yml: add it there and deploy",
    );
  }
  return { url, to: await checkAddress(url.hostname.replace(/^\[|\]$/g, ""), rules) };
}

/**
 * Reads `EMPLOYEE_HOSTS_LOCAL`: `<host>=http://localhost:<port>`, separated by commas, so that the laptop calls a server on
 * this machine in place of a host. Throws TypeError for anything else, and on every stage but `local`.
 */
export function readLocalHosts(setting: string | undefined, stage: string): Map<string, string> {
  const entries = (setting ?? "").split(",").filter((entry) => entry !== "");
  if (entries.length > 0 && stage !== "local") {
    throw new TypeError("EMPLOYEE_HOSTS_LOCAL is for the stage `local` only: remove it");
  }
  return new Map(
    entries.map((entry) => {
      const [, host, url] = /^([a-z0-9.:-]+)=(http:\/\/localhost:\d{1,5})$/.exec(entry) ?? [];
      if (host !== undefined && url !== undefined && URL.canParse(url)) return [host, url];
      throw new TypeError(
        "EMPLOYEE_HOSTS_LOCAL must be like `bot.example.com=http://localhost:4000`, with commas between several",
      );
    }),
  );
}
