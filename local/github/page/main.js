import { byId } from "/_sim/web/dom.js";
import { api, here } from "./api.js";
import { drawChecks } from "./checks.js";
import { drawComposer } from "./composer.js";
import { drawControls } from "./controls.js";
import { drawConversation } from "./conversation.js";
import { drawDeliveries } from "./deliveries.js";
import { drawFiles } from "./files.js";
import { drawHeader, drawSwitch } from "./header.js";
import { drawJobs, linkJobs } from "./jobs.js";
import { drawTabs } from "./tabs.js";
import { attempt } from "./toast.js";

async function refresh() {
  const [snapshot, pulls, deliveries] = await Promise.all([api.snapshot(), api.pulls(), api.deliveries()]);
  byId("jobs").hidden = !snapshot.showsJobs;
  linkJobs(snapshot.consoleUrl);
  drawHeader(snapshot);
  drawSwitch(pulls);
  drawTabs(snapshot);
  drawConversation(snapshot);
  drawChecks(snapshot);
  drawComposer(snapshot);
  drawFiles(snapshot);
  drawControls(snapshot);
  drawDeliveries(deliveries);
  showTarget();
}

let isFirst = true;

/** Shows the comment that the URL names, which is there only after the first drawing. */
function showTarget() {
  if (isFirst && location.hash && document.getElementById(location.hash.slice(1)))
    location.replace(location.hash);
  isFirst = false;
}

let refreshing = false;
let again = false;

/** Runs one refresh at a time; a change during a refresh causes one more. */
async function refreshSoon() {
  again = true;
  if (refreshing) return;
  refreshing = true;
  while (again) {
    again = false;
    await attempt(refresh);
  }
  refreshing = false;
}

function showLive(text, alive) {
  byId("live").textContent = text;
  byId("live").classList.toggle("is-live", alive);
}

const query = new URLSearchParams({ repo: here.repository, pr: here.number });
const events = new EventSource(`/_sim/events?${query}`);
events.addEventListener("open", () => showLive("live", true));
events.addEventListener("error", () => showLive("reconnecting", false));
events.addEventListener("changed", refreshSoon);
events.addEventListener("jobs", ({ data }) => drawJobs(JSON.parse(data)));
