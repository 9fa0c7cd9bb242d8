/** Who may import whom. docs/architecture.md draws it. */
const core = "^core/";
const adapters = "^adapters/";
const packages = "node_modules";
const packagesWithoutCommander = "node_modules/(?!commander/)";
const builtin = "^(node:)?[a-z0-9_/]+$";
const markdownReader = "^core/markdown/parse-markdown\\.ts$";
const intentKey = "^core/deliveries/intent-key\\.ts$";
const lambda = "^functions/([^/]+)/";

const arrow = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: "error",
  from,
  to: { pathNot: allowed },
});

export default {
  forbidden: [
    arrow(
      "core-imports-nothing",
      "The domain is plain data in, plain data out.",
      { path: core, pathNot: [markdownReader, intentKey] },
      [core],
    ),
    arrow(
      "core-reads-markdown",
      "What GitHub shows as text belongs to the domain, and markdown-it is a pure function: docs/decisions/0010.",
      { path: markdownReader },
      [core, "node_modules/markdown-it/"],
    ),
    arrow(
      "core-canonicalizes-json",
      "An intent key is the hash of canonical JSON (RFC 8785), and canonicalize is value in, text out.",
      { path: intentKey },
      [core, "node_modules/canonicalize/"],
    ),
    arrow("adapters-import-core-and-sdks", "One outside system a file.", { path: adapters }, [
      core,
      adapters,
      packages,
      "^node:",
      "^(crypto|dns/promises|fs|http|https|timers|util)$",
    ]),
    arrow(
      "middleware-imports-core-middy-ajv",
      "A middleware declares the small port that it needs.",
      { path: "^middleware/" },
      [core, "^middleware/", "node_modules/(@middy|ajv|standardwebhooks|@types/aws-lambda)/", "^crypto$"],
    ),
    arrow(
      "main-builds-its-handler",
      "The composition root: its handler, the adapters, and the reader of the environment.",
      { path: `${lambda}main\\.ts$` },
      ["^functions/$1/handler\\.ts$", adapters, "^core/environment\\.ts$", "^timers/promises$"],
    ),
    arrow(
      "handler-imports-its-decision",
      "The Middy chain: its own decision, middleware, core.",
      { path: `${lambda}handler\\.ts$` },
      ["^functions/$1/", core, "^middleware/", "node_modules/(@middy|@types/aws-lambda)/"],
    ),
    arrow(
      "decision-imports-core",
      "What a function decides knows neither Middy nor AWS.",
      { path: lambda, pathNot: "/(main|handler)\\.ts$" },
      ["^functions/$1/(?!main|handler)", core],
    ),
    arrow(
      "operator-stack-has-no-interface",
      "Reads and changes a stack for the command line, the console and the laptop.",
      { path: "^operator/stack/" },
      ["^operator/stack/", "^scripts/", core, adapters, packagesWithoutCommander, builtin],
    ),
    arrow("operator-cli-imports-stack", "Commands on top of operator/stack.", { path: "^operator/cli/" }, [
      "^operator/(cli|stack|console)/",
      "^scripts/",
      core,
      adapters,
      packages,
      builtin,
    ]),
    {
      name: "one-command-starts-the-console",
      severity: "error",
      from: { path: "^operator/cli/", pathNot: "^operator/cli/commands/console\\.ts$" },
      to: { path: "^operator/console/" },
    },
    arrow(
      "operator-console-imports-stack-and-web",
      "A page and its API on top of operator/stack.",
      { path: "^operator/console/" },
      ["^operator/(console|stack|web)/", core, adapters, packagesWithoutCommander, builtin],
    ),
    arrow("operator-web-imports-nothing", "Browser code of both pages.", { path: "^operator/web/" }, [
      "^operator/web/",
    ]),
    arrow(
      "laptop-imports-core-and-adapters",
      "Stands beside the functions; it also starts the console and writes what operator/stack reads.",
      { path: "^local/" },
      ["^local/", "^operator/(stack|console|web)/", "^scripts/", core, adapters, packages, builtin],
    ),
    arrow(
      "scripts-import-core-and-adapters",
      "What builds run. The operator's tools and the laptop share their readers of YAML and templates.",
      { path: "^scripts/" },
      ["^scripts/", core, adapters, packages, builtin],
    ),
    {
      name: "nothing-imports-tests",
      severity: "error",
      from: { pathNot: "^tests/" },
      to: { path: "^tests/" },
    },
    {
      name: "laptop-stays-outside",
      comment: "No `if (local)`: what runs on the laptop is what is deployed.",
      severity: "error",
      from: { path: "^(core|adapters|functions|middleware|workflows|resources)/" },
      to: { path: "^(local|operator|scripts)/" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "core-is-layered",
      comment: "A folder of core imports only folders below it: docs/architecture.md draws the layers.",
      severity: "error",
      scope: "folder",
      from: { path: "^core/[^/]+$" },
      to: { circular: true },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "no-development-packages-in-production",
      severity: "error",
      from: { path: "^(core|adapters|functions|middleware)/" },
      to: { dependencyTypes: ["npm-dev"], pathNot: "node_modules/@types/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(local/github/page|tests/bench/subjects)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "types", "default"],
    },
  },
};
