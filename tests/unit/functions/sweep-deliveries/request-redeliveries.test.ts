import { beforeEach, describe, expect, test } from "@jest/globals";
import { RetryableError } from "../../../../core/errors.ts";
import { requestRedeliveries } from "../../../../functions/sweep-deliveries/request-redeliveries.ts";
import { createFakeHookDeliveries } from "../../../fakes/hook-deliveries.ts";
import { anEnvelope } from "../../../fakes/records/envelope.ts";
import { createSweeperPorts, type SweeperPorts } from "../../../fakes/sweeper.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let ports: SweeperPorts;

beforeEach(() => {
  ports = createSweeperPorts();
});

/** Runs the hook's next sweep, this much later. */
async function nextSweep(later = 5 * minute): Promise<unknown[]> {
  ports.clock.advance(later);
  return requestRedeliveries(ports);
}

describe("which events are requested", () => {
  test("those that no attempt delivered, by their newest attempt, oldest first", async () => {
    ports.hook.attempt("redelivered", false, { agoMs: 20 * minute });
    ports.hook.attempt("redelivered", true, { agoMs: 10 * minute });
    ports.hook.attempt("second", false, { agoMs: 9 * minute });
    ports.hook.attempt("first", false, { agoMs: 30 * minute });
    ports.hook.attempt("first", false, { agoMs: 15 * minute });
    ports.hook.attempt("fine", true, { agoMs: 5 * minute });
    expect(await requestRedeliveries(ports)).toEqual([]);
    expect(ports.hook.asked).toEqual(["first", "second"]);
    expect(ports.repairs).toEqual(["redelivery_asked", "redelivery_asked"]);
  });

  test("none of the last minute, and none that GitHub can no longer redeliver", async () => {
    ports.hook.attempt("too-young", false, { agoMs: minute - 1 });
    ports.hook.attempt("old-enough", false, { agoMs: minute });
    ports.hook.attempt("young-enough", false, { agoMs: 3 * day - 11 * minute });
    ports.hook.attempt("too-old", false, { agoMs: 3 * day });
    await requestRedeliveries(ports);
    expect(ports.hook.asked).toEqual(["young-enough", "old-enough"]);
  });

  test("one of the last minute is requested by the next sweep", async () => {
    ports.hook.attempt("too-young", false);
    await requestRedeliveries(ports);
    await nextSweep();
    expect(ports.hook.asked).toEqual(["too-young"]);
  });

  test("none that is not supported", async () => {
    ports.hook.attempt("push", false, { agoMs: 5 * minute, event: "push" });
    await requestRedeliveries(ports);
    expect(ports.hook.asked).toEqual([]);
  });

  test("none that was accepted although GitHub got an error", async () => {
    const delivery_id = "accepted";
    await ports.deliveries.receive(anEnvelope({ delivery_id, hook_id: "300" }));
    ports.hook.attempt(delivery_id, false, { agoMs: 5 * minute });
    await requestRedeliveries(ports);
    expect(ports.hook.asked).toEqual([]);
  });

  test("one that was accepted from another hook only", async () => {
    await ports.deliveries.receive(anEnvelope({ delivery_id: "same", hook_id: "999" }));
    ports.hook.attempt("same", false, { agoMs: 5 * minute });
    await requestRedeliveries(ports);
    expect(ports.hook.asked).toEqual(["same"]);
  });

  test("one whose attempt does not name its hook", async () => {
    ports.hook.hookId = async () => null;
    ports.hook.attempt("nameless", false, { agoMs: 5 * minute });
    await requestRedeliveries(ports);
    expect(ports.hook.asked).toEqual(["nameless"]);
  });
});

describe("how often", () => {
  test("once by two concurrent sweeps", async () => {
    ports.hook.attempt("lost", false, { agoMs: 5 * minute });
    await Promise.all([requestRedeliveries(ports), requestRedeliveries(ports)]);
    expect(ports.hook.asked).toEqual(["lost"]);
  });

  test("once by two sweeps that both read the list", async () => {
    ports.hook.attempt("lost", false, { agoMs: 5 * minute });
    const redeliveries = {
      ...ports.redeliveries,
      beginWalk: async () => ({ walked_at: null, full_at: null, cursor: null }),
    };
    await Promise.all([
      requestRedeliveries({ ...ports, redeliveries }),
      requestRedeliveries({ ...ports, redeliveries }),
    ]);
    expect(ports.hook.asked).toEqual(["lost"]);
  });

  describe("of a repository's hook", () => {
    const hookNamed = (name: string) => createFakeHookDeliveries(ports.clock, name, "17");

    test("is remembered after the repository was renamed in the options", async () => {
      const [former, present] = [hookNamed("octo-demo/payments:17"), hookNamed("acme/billing:17")];
      for (const hook of [former, present]) hook.attempt("lost", false, { agoMs: 5 * minute });
      await requestRedeliveries({ ...ports, hooks: [former] });
      ports.clock.advance(5 * minute - 1);
      await requestRedeliveries({ ...ports, hooks: [present] });
      expect([former.asked, present.asked]).toEqual([["lost"], []]);
    });

    test("requests that the previous version recorded under the hook's name count", async () => {
      const hook = hookNamed("octo-demo/payments:17");
      hook.attempt("lost", false, { agoMs: 5 * minute });
      hook.attempt("given-up", false, { agoMs: 5 * minute });
      await ports.redeliveries.recordRequest(hook.name, "lost", null);
      await ports.redeliveries.close(hook.name, "given-up");
      await requestRedeliveries({ ...ports, hooks: [hook] });
      expect(hook.asked).toEqual([]);
      ports.clock.advance(5 * minute);
      await requestRedeliveries({ ...ports, hooks: [hook] });
      expect(hook.asked).toEqual(["lost"]);
      expect(await ports.redeliveries.requestsFor("17", "lost")).toMatchObject({ times: 2 });
    });
  });

  test("the list is read every five minutes, whatever the schedule", async () => {
    for (let run = 0; run < 11; run += 1) await nextSweep(minute);
    expect(ports.hook.pages.filter(({ failures_only }) => !failures_only)).toHaveLength(3);
  });

  test("at growing intervals, over more than a day, and then given up once", async () => {
    ports.hook.onRedeliver = (guid) => void ports.hook.attempt(guid, false);
    ports.hook.attempt("hopeless", false, { agoMs: 5 * minute });
    const began = ports.clock();
    const times: number[] = [];
    while (ports.clock() - began < 2 * day) {
      const before = ports.hook.asked.length;
      await nextSweep();
      if (ports.hook.asked.length > before) times.push((ports.clock() - began) / hour);
    }
    expect(times).toHaveLength(6);
    expect(times.at(-1)).toBeGreaterThan(24);
    expect(times[1]).toBeLessThan(0.5);
    expect(ports.repairs.filter((what) => what === "redelivery_given_up")).toHaveLength(1);
  });

  test("not again after GitHub delivered it, even if it was not recorded", async () => {
    ports.hook.onRedeliver = (guid) => void ports.hook.attempt(guid, true);
    ports.hook.attempt("ignored-here", false, { agoMs: 5 * minute });
    for (let run = 0; run < 40; run += 1) await nextSweep();
    expect(ports.hook.asked).toEqual(["ignored-here"]);
  });

  test("no more than a hundred in one sweep; the others in the next ones", async () => {
    for (let n = 0; n < 230; n += 1) ports.hook.attempt(`lost-${n}`, false, { agoMs: hour + n });
    ports.hook.onRedeliver = (guid) => void ports.hook.attempt(guid, true);
    await requestRedeliveries(ports);
    expect(ports.hook.asked).toHaveLength(100);
    await nextSweep();
    await nextSweep();
    expect(new Set(ports.hook.asked).size).toBe(230);
    expect(ports.hook.asked).toHaveLength(230);
  });
});

describe("how far the list is read", () => {
  const recent = () => ports.hook.pages.filter(({ failures_only }) => !failures_only).length;
  const failures = () => ports.hook.pages.filter(({ failures_only }) => failures_only).length;

  test("all of it at first, then back to the last walk, and once an hour the failures of three days", async () => {
    for (let n = 0; n < 950; n += 1) ports.hook.attempt(`fine-${n}`, true, { agoMs: day + n });
    await requestRedeliveries(ports);
    expect([recent(), failures()]).toEqual([10, 0]);
    ports.hook.pages.length = 0;
    for (let run = 0; run < 11; run += 1) await nextSweep();
    expect([recent(), failures()]).toEqual([11, 0]);
    await nextSweep();
    expect([recent(), failures()]).toEqual([12, 1]);
  });

  test("the next sweep continues if one cannot read it all", async () => {
    for (let n = 0; n < 6_100; n += 1)
      ports.hook.attempt(`f-${n}`, false, { agoMs: hour + n, event: "push" });
    ports.hook.attempt("oldest", false, { agoMs: day });
    await requestRedeliveries(ports);
    expect(ports.hook.asked).toEqual([]);
    await nextSweep();
    expect(ports.hook.asked).toEqual(["oldest"]);
    ports.hook.pages.length = 0;
    await nextSweep();
    expect(failures()).toBe(0);
  });

  test("attempts between two walks are not missed", async () => {
    await requestRedeliveries(ports);
    ports.clock.advance(2 * day);
    ports.hook.attempt("meanwhile", false, { agoMs: 30 * hour });
    for (let n = 0; n < 2_100; n += 1) ports.hook.attempt(`fine-${n}`, true, { agoMs: hour + n });
    await requestRedeliveries(ports);
    expect(ports.hook.asked).toEqual(["meanwhile"]);
  });

  test("the next sweep makes up for one without time to request", async () => {
    ports.hook.attempt("lost", false, { agoMs: hour });
    let time = 1;
    await requestRedeliveries({ ...ports, timeLeft: () => time-- });
    expect(ports.hook.asked).toEqual([]);
    await nextSweep();
    expect(ports.hook.asked).toEqual(["lost"]);
  });
});

describe("failures", () => {
  const down = new RetryableError("github_failed", "GitHub failed (HTTP 502)");

  test("a list that cannot be read is read by the next sweep", async () => {
    ports.hook.attempt("lost", false, { agoMs: 5 * minute });
    const { page } = ports.hook;
    ports.hook.page = () => Promise.reject(down);
    expect(await requestRedeliveries(ports)).toEqual([down]);
    ports.hook.page = page;
    await nextSweep();
    expect(ports.hook.asked).toEqual(["lost"]);
  });

  test("an event that GitHub refuses to redeliver is requested again later, and does not stop the others", async () => {
    ports.hook.attempt("refused", false, { agoMs: 6 * minute });
    ports.hook.attempt("lost", false, { agoMs: 5 * minute });
    ports.hook.onRedeliver = (guid) => void ports.hook.attempt(guid, true);
    const { redeliver } = ports.hook;
    let refusing = true;
    ports.hook.redeliver = async (id) => {
      if (refusing) {
        refusing = false;
        throw down;
      }
      return redeliver(id);
    };
    expect(await requestRedeliveries(ports)).toEqual([down]);
    expect(ports.hook.asked).toEqual(["lost"]);
    await nextSweep();
    expect(ports.hook.asked).toEqual(["lost", "refused"]);
  });

  test("no hundred requests go to a GitHub that fails", async () => {
    for (let n = 0; n < 50; n += 1) ports.hook.attempt(`lost-${n}`, false, { agoMs: 5 * minute });
    ports.hook.redeliver = () => Promise.reject(down);
    expect((await requestRedeliveries(ports)).length).toBeLessThan(10);
  });

  test("a failing hook does not stop the others", async () => {
    const other = createFakeHookDeliveries(ports.clock, "octo-demo:7", "7");
    other.attempt("lost", false, { agoMs: 5 * minute });
    ports.hook.page = () => Promise.reject(down);
    expect(await requestRedeliveries({ ...ports, hooks: [ports.hook, other] })).toEqual([down]);
    expect(other.asked).toEqual(["lost"]);
  });
});
