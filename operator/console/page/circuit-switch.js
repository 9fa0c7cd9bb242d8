import { h } from "../../web/dom.js";
import { api } from "./api.js";
import { askReason, showDone } from "./ask-reason.js";
import { field, select } from "./fields.js";
import { plural, timeOfDay } from "./format.js";

const times = [
  [15, "15 minutes"],
  [30, "30 minutes"],
  [60, "1 hour"],
  [120, "2 hours"],
  [240, "4 hours"],
  [720, "12 hours"],
  [1440, "24 hours"],
];
/** Workflow steps wait for about four hours. */
const stepsWaitMinutes = 180;

/** Asks for a circuit, a time and a reason, and opens the circuit. */
export async function openCircuit(openJobs) {
  const circuits = await api.circuits().then(
    (answer) => answer.circuits,
    (error) => showDone(`${error.message} ${error.advice ?? ""}`),
  );
  if (!circuits) return;
  const which = select(
    "circuit",
    circuits.map(({ provider, key }) => [`${provider} ${key}`, nameOf(provider, key)]),
  );
  const time = select("circuit-time", times, 30);
  const effect = h("p", { class: "effect", "aria-live": "polite" });
  const update = () => effect.replaceChildren(...effects(which.value, Number(time.value), openJobs));
  for (const one of [which, time]) one.addEventListener("change", update);
  update();
  askReason({
    title: "Open a circuit",
    text: [field("Circuit", which), field("For", time), effect],
    act: "Open the circuit",
    isDangerous: true,
    async run(reason) {
      const [provider, key] = which.value.split(" ");
      const { until } = await api.openCircuit({ provider, key }, Number(time.value), reason);
      showDone(`${nameOf(provider, key)}: calls blocked until ${timeOfDay(until).slice(0, 8)} UTC.`);
    },
  });
}

function nameOf(provider, key) {
  if (provider === "employee") return `employee ${key}`;
  if (key === "*") return `${provider}, all calls`;
  return key === "app" ? `${provider}, calls as the App` : `${provider}, installation ${key}`;
}

function effects(id, minutes, openJobs) {
  const [provider, key] = id.split(" ");
  const end = timeOfDay(Date.now() + minutes * 60_000).slice(0, 5);
  return [
    `Every worker stops these calls within 5 s, until ${end} UTC: ${nameOf(provider, key)}. `,
    `Jobs that need them wait; ${plural(openJobs, "job is", "jobs are")} unfinished now. After that time one worker probes for all.`,
    minutes > stepsWaitMinutes && h("strong", {}, " Jobs wait for about four hours and then fail."),
  ].filter(Boolean);
}

/** Asks for a reason and closes the circuit. */
export function closeCircuit({ provider, key }) {
  askReason({
    title: `Close the circuit ${provider} ${key}`,
    text: "Calls are allowed again. Waiting jobs continue within 5 minutes, queued deliveries within 15 minutes.",
    act: "Close the circuit",
    async run(reason) {
      await api.closeCircuit({ provider, key }, reason);
      showDone(`${nameOf(provider, key)}: calls allowed again.`);
    },
  });
}
