import { describe, expect, test } from "@jest/globals";
import {
  type Circuit,
  closed,
  decideAdmission,
  leased,
  limited,
  newCircuit,
  opened,
  released,
} from "../../../../core/circuit/circuit.ts";
import { gitHubPolicy, modelPolicy } from "../../../../core/circuit/circuit-policy.ts";
import { anOpenCircuit } from "../../../fakes/records/circuit.ts";

const now = 1_000_000;
const open = (change: Partial<Circuit> = {}) =>
  anOpenCircuit({ version: 4, until: now + 30_000, since: now, ...change });
const halfOpen = (change: Partial<Circuit> = {}) => open({ state: "half_open", ...change });

describe("a call", () => {
  test("is sent while the circuit is closed", () => {
    expect(decideAdmission(newCircuit, now)).toEqual({ kind: "call" });
    expect(decideAdmission(closed(open()), now)).toEqual({ kind: "call" });
  });

  test.each([
    ["open", open({ until: now + 1 })],
    ["being probed", halfOpen({ until: now + 1 })],
  ])("waits while the circuit is %s", (_how, circuit) => {
    expect(decideAdmission(circuit, now)).toEqual({ kind: "wait", until: now + 1 });
  });

  test.each([
    ["the time has passed", open({ until: now })],
    ["the probe's lease has expired", halfOpen({ until: now })],
  ])("probes when %s", (_why, circuit) => {
    expect(decideAdmission(circuit, now)).toEqual({ kind: "probe" });
  });
});

describe("failures", () => {
  test("open the circuit for thirty seconds", () => {
    expect(opened(newCircuit, now, "provider_failed", modelPolicy)).toEqual({
      ...{
        state: "open",
        version: 1,
        until: now + 30_000,
        openings: 1,
        since: now,
        reason: "provider_failed",
      },
    });
  });

  test("of probes open the circuit for twice as long each time, up to five minutes", () => {
    let circuit: Circuit = newCircuit;
    const waits = Array.from({ length: 7 }, () => {
      circuit = opened(circuit, now, "provider_failed", modelPolicy);
      return (circuit.until - now) / 1_000;
    });
    expect(waits).toEqual([30, 60, 120, 240, 300, 300, 300]);
  });

  test("of probes do not change the start of the outage", () => {
    const first = opened(newCircuit, now, "provider_failed", modelPolicy);
    const tried = opened(
      leased(first, now + 1_000, modelPolicy),
      now + 2_000,
      "provider_failed",
      modelPolicy,
    );
    expect([first.since, tried.since, closed(tried).since]).toEqual([now, now, null]);
  });

  test("are forgotten once a call succeeds", () => {
    const again = closed(open({ openings: 6 }));
    expect(again).toEqual({ ...newCircuit, version: 5 });
    expect(opened(again, now, "provider_failed", modelPolicy).until).toBe(now + 30_000);
  });
});

describe("a limit", () => {
  const news = (waitMs: number | null) => ({ waitMs, reason: "github_rate_limited" });

  test("opens the circuit for its own time", () => {
    expect(limited(newCircuit, now, news(120_000), gitHubPolicy)).toEqual({
      ...{ state: "open", version: 1, until: now + 120_000, openings: 1, since: now },
      reason: "github_rate_limited",
    });
  });

  test("takes the lease from the probe", () => {
    expect(limited(halfOpen(), now, news(120_000), gitHubPolicy)).toMatchObject({
      state: "open",
      version: 5,
      until: now + 120_000,
    });
  });

  test("can extend the open time, and never shortens it", () => {
    expect(limited(open(), now, news(120_000), gitHubPolicy)).toMatchObject({
      until: now + 120_000,
      openings: 1,
    });
    const circuit = open();
    expect(limited(circuit, now, news(1_000), gitHubPolicy)).toBe(circuit);
    expect(limited(circuit, now, news(null), gitHubPolicy)).toBe(circuit);
  });

  test("without a time lasts a minute, and twice as long when it repeats", () => {
    const once = limited(newCircuit, now, news(null), gitHubPolicy);
    expect(once.until).toBe(now + 60_000);
    expect(limited(once, once.until, news(null), gitHubPolicy).until).toBe(once.until + 120_000);
  });

  test.each([
    [10 ** 12, 86_400_000],
    [-5, 0],
  ])("of %d milliseconds is applied for %d", (waitMs, held) => {
    expect(limited(newCircuit, now, news(waitMs), gitHubPolicy).until).toBe(now + held);
  });
});

describe("the lease", () => {
  test.each([
    ["GitHub", gitHubPolicy, 30_000],
    // The function that waits for it may run for 890 seconds.
    ["a model", modelPolicy, 900_000],
  ])("is longer than the longest call of %s", (_name, policy, milliseconds) => {
    expect(leased(open(), now, policy)).toEqual(halfOpen({ version: 5, until: now + milliseconds }));
  });

  test("that was not used goes to the next", () => {
    const back = released(halfOpen({ openings: 3 }), now);
    expect(back).toEqual(open({ version: 5, until: now, openings: 3 }));
    expect(decideAdmission(back, now)).toEqual({ kind: "probe" });
  });
});
