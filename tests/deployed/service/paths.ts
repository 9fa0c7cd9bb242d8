import { resolve } from "node:path";

export const projectRoot = resolve(import.meta.dirname, "../../..");
/** The deployed stage. */
export const stage = "dev";

export const workFolder = resolve(projectRoot, ".local/deployed");
