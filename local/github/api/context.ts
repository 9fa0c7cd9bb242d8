import type { Actions } from "../actions/actions.ts";
import type { GitHubApp, Installations } from "../state/app.ts";
import type { GitHubStore } from "../state/github-store.ts";
import type { Manifests } from "../state/manifests.ts";
import type { Deliveries } from "../webhooks/deliveries.ts";
import type { Hook } from "../webhooks/hook.ts";
import type { PresentPull } from "./present-pull.ts";
import type { PresentRepository } from "./present-repository.ts";

/** What the routes are built from. */
export interface ApiContext {
  store: GitHubStore;
  app: GitHubApp;
  installations: Installations;
  manifests: Manifests;
  hook: Hook;
  deliveries: Deliveries;
  actions: Actions;
  /** Returns the simulator's own URL, which is known once it listens. */
  base(): string;
  presentRepository: PresentRepository;
  presentPull: PresentPull;
}
