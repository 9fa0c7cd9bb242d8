#!/usr/bin/env node
/** Starts the command line. In JavaScript, so that a Node without TypeScript support can still say what to do. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const needed = 24;
const file = (path) => fileURLToPath(new URL(path, import.meta.url));

if (Number.parseInt(process.versions.node, 10) >= needed) {
  await import("./main.ts");
} else if (existsSync(file("../../node_modules/node/bin/node"))) {
  const args = [file("./main.ts"), ...process.argv.slice(2)];
  const child = spawn(file("../../node_modules/node/bin/node"), args, { stdio: "inherit" });
  // Ctrl+C reaches both; the child decides when it ends.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
} else {
  process.stderr.write(
    `pr-automation needs Node ${needed} but runs on ${process.versions.node}: run \`npm ci\` in its folder, which installs the right one.\n`,
  );
  process.exitCode = 1;
}
