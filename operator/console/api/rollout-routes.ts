import { isRolloutPolicy } from "../../../core/generated/validators.mjs";
import { commentKinds } from "../../../core/github/pull-request.ts";
import { rolloutProperties } from "../../../core/routing/rollout.schema.ts";
import type { RolloutMode } from "../../../core/routing/routing-policy.ts";
import { InvalidInputError } from "../../stack/input.ts";
import { describePolicy } from "../../stack/rollout/describe-rollout.ts";
import { previousRollout } from "../../stack/rollout/go-back.ts";
import { applyRollout, planRollout, type RolloutChange } from "../../stack/rollout/plan-rollout.ts";
import { setMode } from "../../stack/rollout/set-mode.ts";
import { refusing } from "../server/refusal.ts";
import type { ConsoleContext } from "./context.ts";
import type { ApiRequest, ApiRoute } from "./route.ts";

/** The modes from `off` to `active`. */
export const rolloutModes: readonly RolloutMode[] = rolloutProperties.default.enum;

/** Shows what a change of the rollout would do, and makes it, as `rollout set` and `rollout back` do. */
export function rolloutRoutes(context: ConsoleContext): ApiRoute[] {
  return [
    {
      method: "POST",
      path: /^rollout\/preview$/,
      async handle({ body }) {
        const change = readChange(body);
        const stack = await context.stack();
        const { version, before, after, effects } = await refusing(() => planRollout(stack, change));
        return { version, before: describePolicy(before), after: describePolicy(after), effects };
      },
    },
    {
      method: "POST",
      path: /^rollout$/,
      async handle({ body }: ApiRequest) {
        const change = readChange(body);
        const seen = versionOf(body);
        const stack = await context.stack();
        const by = await context.changedBy(stack, body);
        const put = await refusing(async () => {
          const { next } = await planRollout(stack, change);
          // The version that the operator has seen: another one could have other effects.
          return applyRollout(stack, { version: seen, next }, by);
        });
        return { version: put.version };
      },
    },
  ];
}

function readChange({ change }: Record<string, unknown>): RolloutChange {
  if (change === "back")
    return async (_now, history) => previousRollout(await history(Number.POSITIVE_INFINITY));
  if (change === "deployed") return () => ({ policy: null, back_to: null });
  if (typeof change !== "object" || change === null)
    throw new InvalidInputError("That is not a change of the rollout.");
  const { mode: named, percentage = null, keep_rules, ...lists } = change as Record<string, unknown>;
  const mode = rolloutModes.find((one) => one === named);
  if (!mode) throw new InvalidInputError(`The mode must be one of ${rolloutModes.join(", ")}.`);
  const share = shareOf(mode, percentage);
  const scope = {
    repos: textsOf(lists.repos),
    commands: textsOf(lists.commands),
    events: eventsOf(lists.events),
  };
  return (now) => {
    const policy = setMode(now, mode, share, { ...scope, keepRules: keep_rules === true });
    if (isRolloutPolicy(policy)) return { policy, back_to: null };
    throw new InvalidInputError(
      "A repository is a glob such as octo-org/*, a command a name such as security.",
    );
  };
}

function shareOf(mode: RolloutMode, percentage: unknown): number | null {
  if (mode !== "canary") {
    if (percentage === null) return null;
    throw new InvalidInputError("Only a canary has a percentage.");
  }
  if (typeof percentage === "number" && percentage > 0 && percentage <= 100) return percentage;
  throw new InvalidInputError("A canary needs a percentage above 0, up to 100.");
}

function textsOf(value: unknown): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.length <= 100 && value.every((one) => typeof one === "string"))
    return value;
  throw new InvalidInputError("Repositories and commands must be lists of up to 100 names.");
}

function eventsOf(value: unknown) {
  const names = textsOf(value);
  const known = commentKinds.filter((kind) => names.includes(kind));
  if (known.length === names.length) return known;
  throw new InvalidInputError(`Events must be of ${commentKinds.join(", ")}.`);
}

function versionOf({ version }: Record<string, unknown>): number {
  if (typeof version === "number" && Number.isSafeInteger(version) && version >= 0) return version;
  throw new InvalidInputError("version must be that of the preview.");
}
