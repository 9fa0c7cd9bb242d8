import { join, resolve } from "node:path";
import { packageStage } from "../../scripts/cost/package-stage.ts";
import { writeIfChanged } from "../../scripts/generate/write-if-changed.ts";
import { drawDashboard } from "./draw-dashboard.ts";
import { readDashboard } from "./read-dashboard.ts";

/** Draws docs/images/dashboard.svg anew: the dashboard of `prod`, which has every row. */
const root = resolve(import.meta.dirname, "../..");
const { template } = await packageStage(root, "prod");

await writeIfChanged(join(root, "docs/images/dashboard.svg"), drawDashboard(readDashboard(template)));
