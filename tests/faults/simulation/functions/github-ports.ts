import type { CommandSource } from "../../../../core/github/pull-request.ts";
import { standingByParts } from "../../../../core/github/repository-reader.ts";
import type { GitHub } from "../outside/github.ts";
import type { Instance } from "../platform/instance.ts";
import type { EffectLog } from "./effect-log.ts";
import { wrapPort } from "./wrap-port.ts";

/** GitHub as the functions use it. */
export function githubPortsOf(instance: Instance, github: GitHub, effectLog: EffectLog) {
  const { reader, writer, checks, hooks, staleComment, staleOwnComments, post, createHiddenCheck } = github;
  const recordEffects = effectLog.recordEffects(instance);
  const lagging = { ...reader, comment: async (_: unknown, { id }: CommandSource) => staleComment(id) };
  const staleStanding = (...args: unknown[]) =>
    standingByParts(lagging, ...(args as Parameters<typeof reader.standing>));
  return {
    reader: wrapPort(
      instance,
      "reader",
      reader,
      {
        ...{
          appLogin: "github-read",
          pullRequest: "github-read",
          permissionOf: "github-read",
          changedFiles: "github-read",
          thread: "github-read",
          codeowners: "github-read",
        },
        comment: "lagging-github-read",
        standing: "lagging-github-read",
      },
      (method, [target, question]) => {
        if (method === "comment") return { stale: async () => staleComment((question as CommandSource).id) };
        return method === "standing" ? { stale: () => staleStanding(target, question) } : {};
      },
    ),
    writer: wrapPort(
      instance,
      "writer",
      { ...writer, createComment: post },
      {
        ...{
          ownComments: "list",
          ownReactions: "github-read",
          createComment: "post",
          updateComment: "github-write",
        },
        ...{ deleteComment: "github-write", react: "github-write", unreact: "github-write" },
        replaceReaction: "github-write",
      },
      (method, args, plain) => {
        if (method === "ownComments") {
          return { stale: () => staleOwnComments(...(args as Parameters<typeof writer.ownComments>)) };
        }
        const [target, body] = args as Parameters<typeof post>;
        const hidden = (milliseconds: number) => post(target, body, milliseconds);
        if (method === "createComment") return { hidden, ...recordEffects(method, args, plain) };
        const isShown = ["updateComment", "react", "replaceReaction"].includes(method);
        return isShown ? recordEffects(method, args, plain) : {};
      },
    ),
    checks: {
      appId: checks.appId,
      ...wrapPort(
        instance,
        "checks",
        checks,
        { list: "github-read", read: "github-read", create: "post", update: "github-write" },
        (method, args) => {
          const created = args as Parameters<typeof checks.create>;
          const hidden = (milliseconds: number) => createHiddenCheck(milliseconds, ...created);
          return method === "create" ? { hidden } : {};
        },
      ),
    },
    hooks: hooks.map((hook) => ({
      ...wrapPort(instance, "hook", hook, {
        page: "github-read",
        hookId: "github-read",
        redeliver: "github-write",
      }),
      key: hook.key,
      name: hook.name,
    })),
  };
}
