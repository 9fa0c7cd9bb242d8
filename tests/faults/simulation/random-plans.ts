import fc from "fast-check";
import { faultKinds, type Plan } from "./faults/fault.ts";
import { functionNames } from "./platform/settings.ts";
import { scenarios } from "./scenarios/all.ts";

/** The usual number of calls in a run; faults cause more. */
const lastCall = 150;

/**
 * A scenario with up to three faults at any calls, wrong clocks, and random times for every call: messages
 * and responses arrive in any order.
 */
export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  scenario: fc.constantFrom(...scenarios.map(({ name }) => name)),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  faults: fc.uniqueArray(
    fc.record({ call: fc.integer({ min: 1, max: lastCall }), kind: fc.constantFrom(...faultKinds) }),
    { maxLength: 3, selector: ({ call }) => call },
  ),
  skews: fc.dictionary(fc.constantFrom(...functionNames), fc.integer({ min: -5, max: 5 }), { maxKeys: 3 }),
});
