import { byId, h } from "../../web/dom.js";
import { activity } from "./activity-view.js";
import { cost } from "./cost-view.js";
import { deadLetterDetails } from "./dead-letter-details.js";
import { loadDeadLetters } from "./dead-letters-view.js";
import { loadDeliveries } from "./deliveries-view.js";
import { deliveryDetails } from "./delivery-details.js";
import { closeDrawer, openDrawer } from "./drawer.js";
import { problemCount } from "./health-view.js";
import { jobDetails } from "./job-details.js";
import { lanes } from "./lanes-view.js";

const views = [
  { id: "jobs", name: "Jobs", key: "j", filter: "filter", details: jobDetails },
  { id: "lanes", name: "Lanes", key: "l", shown: lanes.reload },
  {
    ...{ id: "deliveries", name: "Deliveries", key: "w", filter: "delivery-filter" },
    ...{ details: deliveryDetails, shown: loadDeliveries },
  },
  {
    id: "dead-letters",
    name: "Dead letters",
    key: "d",
    filter: "dead-letter-filter",
    details: deadLetterDetails,
    shown: loadDeadLetters,
  },
  { id: "activity", name: "Activity", key: "a", shown: activity.reload },
  { id: "cost", name: "Cost", key: "c", shown: cost.reload },
  { id: "health", name: "Health", key: "h" },
];
/** The view shown last; null at the start. */
let previous = null;
const counts = { jobs: 0, "dead-letters": 0 };

export function currentView() {
  const [id] = location.hash.split("/").slice(1);
  return views.find((view) => view.id === id) ?? views[0];
}

export const viewOfKey = (key) => views.find((view) => view.key === key);

/** Shows the view of the URL, and its item if there is one (`#/jobs/<id>`), so that both can be linked. */
export function showView() {
  const view = currentView();
  for (const { id } of views) byId(id).hidden = id !== view.id;
  drawTabs();
  if (view !== previous) view.shown?.();
  previous = view;
  const [, item = ""] = location.hash.split("/").slice(1);
  if (view.details && /^[\w-]+$/.test(item)) openDrawer(`${view.id}/${item}`, view.details(item));
  else closeDrawer();
}

export function countTabs({ jobs, queues }) {
  if (jobs.value)
    counts.jobs = jobs.value.counts.filter(({ open }) => open).reduce((sum, { count }) => sum + count, 0);
  if (queues.value) counts["dead-letters"] = queues.value.dead_letters + queues.value.failed_invocations;
  drawTabs();
}

function drawTabs() {
  const current = currentView();
  const text = JSON.stringify([current.id, counts, problemCount()]);
  const tabs = byId("tabs");
  if (tabs.snapshot === text) return;
  tabs.snapshot = text;
  const focused = tabs.contains(document.activeElement) ? document.activeElement.hash : null;
  const all = { ...counts, health: problemCount() };
  tabs.replaceChildren(
    ...views.map(({ id, name, key }) =>
      h(
        "a",
        {
          class: "tab",
          href: `#/${id}`,
          "aria-current": id === current.id ? "page" : null,
          title: `g then ${key}`,
        },
        name,
        all[id] > 0 && h("span", { class: "counter" }, String(all[id])),
      ),
    ),
  );
  showTab(tabs);
  if (focused) tabs.querySelector(`[href="${focused}"]`)?.focus();
}

/** In a narrow window the tabs scroll. */
function showTab(tabs) {
  const { offsetLeft, offsetWidth } = tabs.querySelector("[aria-current]");
  const left = offsetLeft - tabs.offsetLeft;
  if (left < tabs.scrollLeft) tabs.scrollLeft = left;
  const end = left + offsetWidth - tabs.clientWidth;
  if (end > tabs.scrollLeft) tabs.scrollLeft = end;
}

window.addEventListener("hashchange", showView);
document.addEventListener("examined", drawTabs);
