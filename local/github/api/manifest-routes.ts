import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { ApiContext } from "./context.ts";
import { type ApiHandlers, created } from "./exchange.ts";
import { notFound } from "./github-error.ts";
import { presentApp } from "./present-app.ts";

/**
 * Completes the registration of an App from a manifest. The simulator has one App: it gets the manifest's data, a new id, a
 * new key and a new webhook secret, and keeps its login, under which it has written comments.
 */
export function manifestRoutes({ app, base, hook, manifests, store }: ApiContext): ApiHandlers {
  return {
    "apps/create-from-manifest": ({ params }) => {
      const manifest = manifests.take(params.code ?? "");
      if (!manifest) throw notFound();
      const { publicKey, privateKey } = generateKeyPairSync("rsa", {
        modulusLength: 2048,
        publicKeyEncoding: { type: "spki", format: "pem" },
        privateKeyEncoding: { type: "pkcs1", format: "pem" },
      });
      Object.assign(app, {
        id: store.ids.next(),
        name: manifest.name ?? app.name,
        permissions: manifest.default_permissions ?? {},
        events: manifest.default_events ?? [],
        publicKey,
      });
      const webhookUrl = manifest.hook_attributes?.url;
      const secret = randomBytes(20).toString("hex");
      if (webhookUrl) hook.configure({ url: webhookUrl, secret });
      return created({
        ...presentApp(base(), app),
        client_secret: randomBytes(20).toString("hex"),
        webhook_secret: webhookUrl ? secret : null,
        pem: privateKey,
      });
    },
  };
}
