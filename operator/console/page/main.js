import { byId } from "../../web/dom.js";
import { activity } from "./activity-view.js";
import { api } from "./api.js";
import { drawCircuits, drawIntake, drawRollout } from "./cards.js";
import { cost } from "./cost-view.js";
import { deadLettersCounted, loadDeadLetters } from "./dead-letters-view.js";
import { loadDeliveries, refreshDeliveries } from "./deliveries-view.js";
import { refreshDrawer } from "./drawer.js";
import { examine, followOverview } from "./health-view.js";
import { drawJobs, findMore } from "./jobs-view.js";
import { listenToKeys } from "./keys.js";
import { lanes } from "./lanes-view.js";
import { keepFresh } from "./live.js";
import { drawTiles } from "./tiles.js";
import { countTabs, currentView, showView } from "./views.js";

const reports = { activity, cost, lanes };

/** Draws all parts from one request. Returns the time until the next one, in milliseconds. */
async function refresh() {
  const overview = await api.overview();
  const { stack, refresh_ms } = overview;
  byId("stage").textContent = stack.stage;
  byId("region").textContent = stack.stage === "local" ? "this laptop" : stack.region;
  document.title = `${stack.stage} · Operations`;
  drawTiles(overview);
  drawJobs(overview.jobs);
  drawIntake(overview);
  drawRollout(overview.rollout);
  drawCircuits(overview);
  countTabs(overview);
  followOverview(overview);
  deadLettersCounted(overview.queues, currentView().id === "dead-letters");
  for (const [id, report] of Object.entries(reports)) report.refresh(currentView().id === id, refresh_ms);
  refreshDeliveries(currentView().id === "deliveries", refresh_ms);
  await Promise.all([refreshDrawer(), findMore()]);
  return refresh_ms;
}

const refreshNow = keepFresh(refresh);

/** Refreshes everything, also what is not refreshed automatically. */
function refreshAll() {
  refreshNow();
  if (currentView().id === "dead-letters") loadDeadLetters();
  reports[currentView().id]?.reload();
  if (currentView().id === "deliveries") loadDeliveries();
  if (currentView().id === "health") examine();
}

document.addEventListener("stack-changed", refreshNow);
byId("refresh").addEventListener("click", refreshAll);
listenToKeys({ refresh: refreshAll });
showView();
examine();
