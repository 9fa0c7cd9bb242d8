import { h } from "../../web/dom.js";

/** Names and what they are, the values text or nodes. */
export function factList(facts) {
  return h(
    "dl",
    { class: "facts" },
    ...Object.entries(facts).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}
