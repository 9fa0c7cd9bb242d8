import type { AppManifest, Manifests } from "../state/manifests.ts";
import { type PageRoute, sendJson } from "./page-route.ts";

/** Routes of GitHub's page that registers an App from a manifest; the simulator asks for no confirmation. */
export function registrationRoutes(manifests: Manifests): PageRoute[] {
  return [
    {
      method: "POST",
      path: /^\/(?:organizations\/[^/]+\/)?settings\/apps\/new$/,
      handle({ body, query, response }) {
        const manifest = JSON.parse(String(body.manifest)) as AppManifest;
        if (!manifest.url) return sendJson(response, { message: "The manifest lacks a url" }, 422);
        const back = new URL(manifest.redirect_url ?? manifest.url);
        back.searchParams.set("code", manifests.add(manifest));
        const state = query.get("state");
        if (state) back.searchParams.set("state", state);
        response.writeHead(302, { location: back.href }).end();
      },
    },
  ];
}
