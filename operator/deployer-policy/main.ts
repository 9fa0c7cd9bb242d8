/** Writes resources/deployer-policy.json, what the one who deploys may do: `npm run deployer-policy`. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { deployerPolicy } from "./policy.ts";

writeFileSync(
  resolve(import.meta.dirname, "../../resources/deployer-policy.json"),
  `${JSON.stringify(deployerPolicy(), null, 2)}\n`,
);
