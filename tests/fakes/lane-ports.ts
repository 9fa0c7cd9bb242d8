import { createFakeCallbackStore } from "./callback-store.ts";
import { createFakeLaneStore } from "./lane-store.ts";
import { createFakeTaskTokens } from "./task-tokens.ts";

/** What a turn in a lane and a cancellation need besides the jobs, as fakes. */
export function createLanePorts() {
  return {
    lanes: createFakeLaneStore(),
    callbacks: createFakeCallbackStore(),
    tokens: createFakeTaskTokens(),
  };
}
