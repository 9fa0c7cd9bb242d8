import type { CommandSource } from "../../../../core/github/pull-request.ts";
import type { GitHub } from "../outside/github.ts";
import type { Instance } from "../platform/instance.ts";
import type { Witness } from "./witness.ts";
import { wrapPort } from "./wrap-port.ts";

/** GitHub as the functions use it. */
export function githubPortsOf(instance: Instance, github: GitHub, witness: Witness) {
  const { reader, writer, hooks, staleComment, staleOwnComments, post } = github;
  const seeing = witness.seeing(instance);
  return {
    reader: wrapPort(
      instance,
      "reader",
      reader,
      {
        ...{ pullRequest: "ask", permissionOf: "ask", changedFiles: "ask", thread: "ask", codeowners: "ask" },
        comment: "look",
      },
      (method, [, source]) =>
        method === "comment" ? { stale: async () => staleComment((source as CommandSource).id) } : {},
    ),
    writer: wrapPort(
      instance,
      "writer",
      { ...writer, createComment: post },
      {
        ...{ ownComments: "list", ownReactions: "ask", createComment: "post", updateComment: "tell" },
        ...{ deleteComment: "tell", react: "tell", unreact: "tell" },
      },
      (method, args, plain) => {
        if (method === "ownComments") {
          return { stale: () => staleOwnComments(...(args as Parameters<typeof writer.ownComments>)) };
        }
        const [target, body] = args as Parameters<typeof post>;
        const hidden = (milliseconds: number) => post(target, body, milliseconds);
        if (method === "createComment") return { hidden, ...seeing(method, args, plain) };
        return method === "updateComment" || method === "react" ? seeing(method, args, plain) : {};
      },
    ),
    hooks: hooks.map((hook) => ({
      ...wrapPort(instance, "hook", hook, { page: "ask", hookId: "ask", redeliver: "tell" }),
      key: hook.key,
      name: hook.name,
    })),
  };
}
