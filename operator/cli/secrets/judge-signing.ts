import type { SignedWith } from "../../../functions/core/deliveries/signed-with.ts";
import { knownEverywhereAfterMs } from "../../../functions/core/rotation/known-everywhere.ts";
import { moment } from "../output/time.ts";
import { bad, doubtful, type Finding, good } from "./finding.ts";

/** One attempt of GitHub's, as far as it tells about the secret. */
export interface SignedAttempt {
  /** ISO 8601 UTC. */
  delivered_at: string;
  status_code: number;
}

export interface SigningFacts {
  /** Newest first. */
  attempts: readonly SignedAttempt[];
  /** What we said of the newest that was accepted; null for an answer that did not say it. */
  signedWith: SignedWith | null;
  /** Since when our secret is the current one, ISO 8601 UTC. */
  since: string;
  /** A rotation brings in the next one. */
  rotating: boolean;
}

/** The secret before is refused from then on. */
const overlapMs = 24 * 3_600_000;
const check = "signature";

/** Whether an attempt shows how its signature was judged: every other answer comes before, or says nothing of it. */
export const isJudged = ({ status_code }: SignedAttempt): boolean =>
  status_code === 401 || (status_code >= 200 && status_code < 300);

/** Whether GitHub signs with the secret that the stack has, by how its last deliveries were answered. */
export function judgeSigning({ attempts, signedWith, since, rotating }: SigningFacts, now: number): Finding {
  const judged = attempts.filter(isJudged);
  const [newest] = judged;
  const ask = "Write a comment where the App is installed, then look again.";
  if (!newest) return doubtful(check, "GitHub has delivered nothing yet that shows which secret it has", ask);

  const when = moment(newest.delivered_at, now);
  const changed = `the secret changed ${moment(since, now)}`;
  // Until then an instance may still go by the one before.
  const isOld = Date.parse(newest.delivered_at) < Date.parse(since) + knownEverywhereAfterMs;
  if (newest.status_code === 401) {
    if (isOld) return doubtful(check, `the last delivery was refused ${when}, and ${changed}`, ask);
    const count = judged.findIndex(({ status_code }) => status_code !== 401);
    const refused = `${count < 0 ? judged.length : count} of its last ${judged.length} deliveries`;
    return bad(
      check,
      `GitHub signs with another secret: ${refused} were refused with 401, the last ${when}`,
      repair,
    );
  }
  if (rotating) return good(check, `GitHub's delivery of ${when} was accepted; a rotation is under way`);
  if (isOld) return doubtful(check, `not known: ${changed}, and GitHub has delivered nothing since`, ask);
  if (signedWith === "current") return good(check, `GitHub's delivery of ${when} has the current secret`);
  const until = Date.parse(since) + overlapMs;
  if (signedWith === null && Date.parse(newest.delivered_at) >= until) {
    return good(check, `GitHub's delivery of ${when} was accepted`);
  }
  if (signedWith === null)
    return doubtful(check, `GitHub's delivery of ${when} was accepted, with the secret before or now`, ask);
  const end = `it is refused from ${moment(until, now)}`;
  return doubtful(check, `GitHub signs with the secret before: ${end}`, repair);
}

const repair =
  "Put in what the App's settings have (`secrets set --webhook-secret-stdin`), or have both changed (`secrets rotate`).";
