import { readCaller } from "./api/caller.ts";
import { apiRoutes } from "./api/routes.ts";
import { createConsole } from "./console/console.ts";
import { createApiContext } from "./create-api-context.ts";
import { seedDemo } from "./demo/seed.ts";
import type { GitHubOptions } from "./github-options.ts";
import { createFaults, type Fault } from "./simulator/faults.ts";
import { listen } from "./simulator/listen.ts";
import { learnDelivery } from "./state/delivered.ts";
import { moveRepository } from "./state/move-repository.ts";
import type { Repository } from "./state/records.ts";
import type { World } from "./state/world.ts";
import type { Deliveries } from "./webhooks/deliveries.ts";
import { deliverChanges } from "./webhooks/dispatch.ts";

export type { GitHubOptions } from "./github-options.ts";

export interface GitHub {
  url: string;
  port: number;
  appId: number;
  appSlug: string;
  /** The App's own login, `<slug>[bot]`. */
  botLogin: string;
  hookId: number;
  /** Everything the simulator knows, to look at and to change. */
  world: World;
  deliveries: Deliveries;
  /** A webhook was delivered past this GitHub: what it says is there from now on. */
  learn(event: string, payload: unknown): void;
  /** Renames the repository, or transfers it to another owner. */
  move(repository: Repository, to: { owner?: string; name?: string }): void;
  /** Installs the App on an account. It is on every account that is not named here, under an ID that GitHub chooses. */
  install(login: string, id: number): void;
  /** Uninstalls the App from an account. */
  uninstall(login: string): void;
  /** Something goes wrong with the next requests that match. */
  fail(fault: Fault): void;
  clearFaults(): void;
  /** Applies the requests that got a failure and land late. */
  land(): Promise<void>;
  stop(): Promise<void>;
}

/** GitHub on this machine: the REST API that the App needs, its webhooks, and a page to write comments on. */
export async function startGitHub(options: GitHubOptions): Promise<GitHub> {
  let url = "";
  const context = createApiContext(options, () => url);
  const { app, world, deliveries, installations } = context;
  seedDemo(world);
  const stopDelivering = deliverChanges(context);
  const faults = createFaults();
  const page = createConsole(context, faults, options.jobs ?? null);
  const listening = await listen(options.port, {
    handlers: apiRoutes(context),
    readCaller: (authorization) => readCaller(authorization, app, installations),
    console: page.handle,
    faults,
    world,
  });
  url = `http://localhost:${listening.port}`;
  return {
    url,
    port: listening.port,
    appId: app.id,
    appSlug: app.slug,
    botLogin: world.bot.login,
    hookId: context.hook.id,
    world,
    deliveries,
    learn: (event, payload) => learnDelivery(world, event, payload),
    move: (repository, to) => moveRepository(world, repository, to),
    install: (login, id) => installations.install(world.user(login), id),
    uninstall: (login) => installations.uninstall(world.user(login)),
    fail: faults.add,
    clearFaults: faults.clear,
    land: faults.land,
    async stop() {
      stopDelivering();
      page.stop();
      await deliveries.stop();
      await listening.close();
    },
  };
}
