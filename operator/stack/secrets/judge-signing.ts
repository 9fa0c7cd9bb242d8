import type { SignedWith } from "../../../core/deliveries/hook-deliveries.ts";
import { propagationMs } from "../../../core/rotation/await-propagation.ts";
import { previousValidMs } from "../../../core/rotation/rotating-secret.ts";
import { type Finding, failed, passed, warning } from "../finding.ts";
import { timeWithAge } from "../format.ts";

/** The parts of one delivery attempt that show the secret. */
interface SignedAttempt {
  /** ISO 8601 UTC. */
  delivered_at: string;
  status_code: number;
}

export interface SigningFacts {
  /** Newest first. */
  attempts: readonly SignedAttempt[];
  /** The header of the newest accepted attempt; null if the response had none. */
  signedWith: SignedWith | null;
  /** Time of our secret's last change, ISO 8601 UTC. */
  since: string;
  /** A rotation is in progress. */
  rotating: boolean;
}

const check = "signature";

/** Returns whether an attempt shows the result of its signature check: other responses do not. */
export const hasSignatureResult = ({ status_code }: SignedAttempt): boolean =>
  status_code === 401 || (status_code >= 200 && status_code < 300);

/** Concludes from the last deliveries whether GitHub signs with the stack's secret. */
export function judgeSigning({ attempts, signedWith, since, rotating }: SigningFacts, now: number): Finding {
  const relevant = attempts.filter(hasSignatureResult);
  const [newest] = relevant;
  const ask = "Write a comment where the App is installed, then check again.";
  if (!newest) return warning(check, "no delivery shows yet which secret GitHub has", ask);

  const when = timeWithAge(newest.delivered_at, now);
  const changed = `the secret changed ${timeWithAge(since, now)}`;
  // Until then an instance may still use the previous secret.
  const isOld = Date.parse(newest.delivered_at) < Date.parse(since) + propagationMs;
  if (newest.status_code === 401) {
    if (isOld) return warning(check, `the last delivery was refused ${when}, and ${changed}`, ask);
    const count = relevant.findIndex(({ status_code }) => status_code !== 401);
    const refused = `${count < 0 ? relevant.length : count} of its last ${relevant.length} deliveries`;
    return failed(
      check,
      `GitHub signs with another secret: ${refused} were refused with 401, the last ${when}`,
      repair,
    );
  }
  if (rotating) return passed(check, `GitHub's delivery of ${when} was accepted; a rotation is in progress`);
  if (isOld) {
    const wait = `only a delivery ${propagationMs / 1_000} s or more after that shows GitHub's`;
    return warning(check, `unknown: ${changed}, and ${wait}`, ask);
  }
  if (signedWith === "current") return passed(check, `GitHub's delivery of ${when} has the current secret`);
  const until = Date.parse(since) + previousValidMs;
  if (signedWith === null && Date.parse(newest.delivered_at) >= until) {
    return passed(check, `GitHub's delivery of ${when} was accepted`);
  }
  if (signedWith === null)
    return warning(
      check,
      `GitHub's delivery of ${when} was accepted with the previous or the current secret`,
      ask,
    );
  const end = `it is refused from ${timeWithAge(until, now)}`;
  return warning(check, `GitHub signs with the previous secret: ${end}`, repair);
}

const repair =
  "Store the App's webhook secret (`secrets set --webhook-secret-stdin`), or change both (`secrets rotate`).";
