import { byId } from "../../web/dom.js";
import { api } from "./api.js";
import { drawCircuits, drawRollout } from "./cards.js";
import { refreshDrawer } from "./drawer.js";
import { examine, followOverview } from "./health-view.js";
import { drawJobs, findMore } from "./jobs-view.js";
import { listenToKeys } from "./keys.js";
import { lettersCounted, loadLetters } from "./letters-view.js";
import { keepFresh } from "./live.js";
import { drawTiles } from "./tiles.js";
import { countTabs, currentView, showView } from "./views.js";

/** One question brings what all parts show; answers when to ask again. */
async function refresh() {
  const overview = await api.overview();
  const { stack, refresh_ms } = overview;
  byId("stage").textContent = stack.stage;
  byId("region").textContent = stack.stage === "local" ? "this laptop" : stack.region;
  document.title = `${stack.stage} · Operations`;
  drawTiles(overview);
  drawJobs(overview.jobs);
  drawRollout(overview.rollout);
  drawCircuits(overview.circuits);
  countTabs(overview);
  followOverview(overview);
  lettersCounted(overview.queues, currentView().id === "dead-letters");
  await Promise.all([refreshDrawer(), findMore()]);
  return refresh_ms;
}

const refreshNow = keepFresh(refresh);

/** Somebody asks for it: then what is not looked at by itself is, too. */
function refreshAll() {
  refreshNow();
  if (currentView().id === "dead-letters") loadLetters();
  if (currentView().id === "health") examine();
}

byId("refresh").addEventListener("click", refreshAll);
listenToKeys({ refresh: refreshAll });
showView();
examine();
