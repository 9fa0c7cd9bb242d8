import type { PathRule } from "./path-rules.ts";

/** Files written by a tool or copied from elsewhere, which are not reviewed line by line. */
export const generatedPaths: PathRule[] = [
  {
    reason: "lock file",
    files:
      "package-lock.json npm-shrinkwrap.json pnpm-lock.yaml bun.lock bun.lockb go.sum go.work.sum gradle.lockfile packages.lock.json package.resolved",
    endings: ".lock .lock.hcl",
  },
  {
    reason: "vendored",
    folders: "vendor vendored third_party third-party node_modules bower_components pods",
  },
  {
    reason: "generated",
    folders: "dist generated __generated__ __snapshots__",
    endings: ".min.js .min.css .map .snap .pb.go _pb2.py .g.dart .designer.cs",
    words: "generated",
  },
];

export const testPaths: PathRule = {
  reason: "test",
  folders: "test tests __tests__ spec specs e2e testdata fixtures cypress",
  words: "test tests spec specs",
};

/** Source code, which should have tests. */
export const codePaths: PathRule = {
  reason: "code",
  endings:
    ".ts .tsx .mts .cts .js .jsx .mjs .cjs .vue .svelte .py .rb .go .rs .java .kt .kts .scala .groovy .clj .c .h " +
    ".cc .cpp .hpp .m .mm .swift .cs .fs .vb .php .pl .lua .ex .exs .erl .hs .ml .dart .r .jl .zig .sh .bash .ps1 .sql",
};
