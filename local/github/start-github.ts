import type { Actions } from "./actions/actions.ts";
import { readCaller } from "./api/caller.ts";
import { apiRoutes } from "./api/routes.ts";
import { createApiContext } from "./create-api-context.ts";
import { seedDemo } from "./demo/seed.ts";
import type { GitHubOptions } from "./github-options.ts";
import { createPageServer } from "./page-server/page-server.ts";
import { createFaults, type Fault } from "./simulator/faults.ts";
import { startSimulator } from "./simulator/start-simulator.ts";
import type { GitHubStore } from "./state/github-store.ts";
import { importWebhook } from "./state/import-webhook.ts";
import { moveRepository } from "./state/move-repository.ts";
import type { Repository } from "./state/records.ts";
import { deliverChanges } from "./webhooks/deliver-changes.ts";
import type { Deliveries } from "./webhooks/deliveries.ts";

export type { GitHubOptions } from "./github-options.ts";

export interface GitHub {
  url: string;
  port: number;
  appId: number;
  appSlug: string;
  /** The App's own login, `<slug>[bot]`. */
  botLogin: string;
  hookId: number;
  /** Users, repositories, pull requests and comments; tests read and change them. */
  store: GitHubStore;
  deliveries: Deliveries;
  /** Executes workflow runs. */
  actions: Actions;
  /** Records the repository, pull request and comment of a webhook that this GitHub did not send. */
  importWebhook(event: string, payload: unknown): void;
  /** Renames the repository, or transfers it to another owner. */
  move(repository: Repository, to: { owner?: string; name?: string }): void;
  /** Installs the App on an account under this ID. Every other account has the App under an ID that GitHub chooses. */
  install(login: string, id: number): void;
  /** Uninstalls the App from an account. */
  uninstall(login: string): void;
  /** Makes the next requests that match the fault fail. */
  fail(fault: Fault): void;
  clearFaults(): void;
  /** Lets the page link each job to the operators' console at this URL. */
  linkConsole(url: string): void;
  /** Applies the requests that failed with `late: true`. */
  applyLateRequests(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a GitHub on this machine: the REST and GraphQL APIs that the App needs, its webhooks, and a page for comments. */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  let url = "";
  const context = createApiContext(options, () => url);
  const { app, store, deliveries, installations } = context;
  seedDemo(store);
  const stopDelivering = deliverChanges(context);
  const faults = createFaults();
  let consoleUrl: string | null = null;
  const page = createPageServer(context, faults, {
    ...{ jobs: options.jobs ?? null, commands: options.commands ?? (async () => []) },
    consoleUrl: () => consoleUrl,
  });
  const simulator = await startSimulator({
    port: options.port,
    handlers: apiRoutes(context),
    readCaller: (authorization) => readCaller(authorization, app, installations),
    servePage: page.handle,
    faults,
    store,
  });
  url = `http://localhost:${simulator.port}`;
  return {
    url,
    port: simulator.port,
    appId: app.id,
    appSlug: app.slug,
    botLogin: store.bot.login,
    hookId: context.hook.id,
    store,
    deliveries,
    actions: context.actions,
    importWebhook: (event, payload) => importWebhook(store, event, payload),
    move: (repository, to) => moveRepository(store, repository, to),
    install: (login, id) => installations.install(store.user(login), id),
    uninstall: (login) => installations.uninstall(store.user(login)),
    fail: faults.add,
    clearFaults: faults.clear,
    linkConsole(link) {
      consoleUrl = link;
      store.changes.emitPageOnly();
    },
    applyLateRequests: faults.applyLateRequests,
    async stop() {
      stopDelivering();
      page.stop();
      await context.actions.stop();
      await deliveries.stop();
      await simulator.close();
    },
  };
}
