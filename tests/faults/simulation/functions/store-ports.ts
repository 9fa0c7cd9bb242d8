import type { Stores } from "../outside/stores.ts";
import type { Instance } from "../platform/instance.ts";
import type { EffectLog } from "./effect-log.ts";
import { wrapPort } from "./wrap-port.ts";

/** The tables and the bucket as the functions use them. */
export function storePortsOf(instance: Instance, stores: Stores, effectLog: EffectLog) {
  const recordEffects = effectLog.recordEffects(instance);
  return {
    deliveries: wrapPort(
      instance,
      "deliveries",
      stores.deliveries,
      {
        ...{ receive: "write", enqueued: "write", failing: "write", finish: "write" },
        ...{ pending: "index", pendingEnvelope: "read", status: "read" },
      },
      (method, [limit]) =>
        method === "pending" ? { stale: () => stores.stale.deliveries.pending(Number(limit)) } : {},
    ),
    intents: wrapPort(instance, "intents", stores.intents, { claim: "write", dispatched: "write" }),
    jobs: wrapPort(
      instance,
      "jobs",
      stores.jobs,
      {
        ...{ create: "write", claim: "write", save: "write", correct: "write", transition: "write" },
        ...{ reopen: "write", read: "read", events: "read" },
      },
      effectLog.checkWrites(instance),
    ),
    index: wrapPort(
      instance,
      "index",
      stores.index,
      { inState: "index", onPullRequest: "read" },
      (method, args) =>
        method === "inState"
          ? { stale: () => stores.stale.index.inState(...(args as Parameters<typeof stores.index.inState>)) }
          : {},
    ),
    payloads: wrapPort(
      instance,
      "payloads",
      stores.payloads,
      { put: "write", putOnce: "write", get: "read", find: "read" },
      (method, args, plain) => (method.startsWith("put") ? recordEffects(method, args, plain) : {}),
    ),
    lanes: wrapPort(instance, "lanes", stores.lanes, {
      ...{ read: "read", replace: "write", contended: "index", saveTurn: "write", turns: "read" },
    }),
    paces: wrapPort(instance, "paces", stores.paces, {
      ...{ read: "read", replace: "write", enter: "write", waiting: "index", wait: "read" },
      ...{ grant: "write", leave: "write", useGrant: "write" },
    }),
    callbacks: wrapPort(instance, "callbacks", stores.callbacks, {
      ...{ open: "write", read: "read", heartbeat: "write", end: "write", note: "write" },
    }),
    budgets: wrapPort(instance, "budgets", stores.budgets, {
      ...{ reserve: "write", settle: "write", read: "read" },
    }),
    redeliveries: wrapPort(instance, "redeliveries", stores.redeliveries, {
      ...{
        beginWalk: "write",
        endWalk: "write",
        recordRequest: "write",
        close: "write",
        requestsFor: "read",
      },
    }),
    marks: wrapPort(instance, "marks", stores.marks, { read: "read", advance: "write" }),
    rollouts: wrapPort(instance, "rollouts", stores.rollouts, { current: "read" }),
    stage: "test",
    stageMode: "active",
  };
}
