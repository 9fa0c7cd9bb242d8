import { createActions } from "./actions/actions.ts";
import type { ApiContext } from "./api/context.ts";
import { createPresentPull } from "./api/present-pull.ts";
import { createPresentRepository } from "./api/present-repository.ts";
import type { GitHubOptions } from "./github-options.ts";
import { createInstallations, type GitHubApp } from "./state/app.ts";
import { createExampleLookup } from "./state/example-lookup.ts";
import { readExamples } from "./state/examples.ts";
import { createGitHubStore } from "./state/github-store.ts";
import { createManifests } from "./state/manifests.ts";
import { createDeliveries } from "./webhooks/deliveries.ts";
import { createHook } from "./webhooks/hook.ts";

/** The permissions that an operator selects when registering the App. */
const defaultPermissions: GitHubApp["permissions"] = {
  actions: "write",
  checks: "write",
  contents: "read",
  issues: "write",
  metadata: "read",
  pull_requests: "write",
};
const events = [
  ...["check_run", "check_suite", "issue_comment", "pull_request"],
  ...["pull_request_review", "pull_request_review_comment"],
];

export function createApiContext(options: GitHubOptions, base: () => string): ApiContext {
  const slug = options.app?.slug ?? "pr-employees";
  const app: GitHubApp = {
    id: options.app?.id ?? 1_042,
    slug,
    name: slug,
    permissions: options.app?.permissions ?? defaultPermissions,
    events,
    publicKey: options.app?.publicKey ?? null,
  };
  const examples = readExamples();
  const store = createGitHubStore(createExampleLookup(examples), `${slug}[bot]`);
  const hook = createHook(options.webhookUrl, options.webhookSecret);
  const presentRepository = createPresentRepository(examples);
  const onRecorded = () => store.changes.emitPageOnly();
  return {
    store,
    app,
    installations: createInstallations(),
    manifests: createManifests(),
    hook,
    actions: createActions(store, base),
    deliveries: createDeliveries(hook, app, store.ids, onRecorded, options.webhookTimeoutMs ?? 10_000),
    base,
    presentRepository,
    presentPull: createPresentPull(store, examples, presentRepository),
  };
}
