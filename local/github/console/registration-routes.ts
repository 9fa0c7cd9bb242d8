import type { AppManifest, Manifests } from "../state/manifests.ts";
import { type ConsoleRoute, sendJson } from "./route.ts";

/** GitHub's page on which a person registers an App by its manifest; here nobody has to confirm it. */
export function registrationRoutes(manifests: Manifests): ConsoleRoute[] {
  return [
    {
      method: "POST",
      path: /^\/(?:organizations\/[^/]+\/)?settings\/apps\/new$/,
      handle({ body, query, response }) {
        const manifest = JSON.parse(String(body.manifest)) as AppManifest;
        if (!manifest.url) return sendJson(response, { message: "The manifest lacks a url" }, 422);
        const back = new URL(manifest.redirect_url ?? manifest.url);
        back.searchParams.set("code", manifests.offer(manifest));
        const state = query.get("state");
        if (state) back.searchParams.set("state", state);
        response.writeHead(302, { location: back.href }).end();
      },
    },
  ];
}
