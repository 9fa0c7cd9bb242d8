/** Writes resources/deployer-policy.json, the permissions for a deployment: `npm run deployer-policy`. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { deployerPolicy } from "./policy.ts";

writeFileSync(
  resolve(import.meta.dirname, "../../resources/deployer-policy.json"),
  `${JSON.stringify(deployerPolicy(), null, 2)}\n`,
);
