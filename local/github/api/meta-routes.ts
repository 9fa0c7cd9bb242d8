import { type ApiHandlers, ok } from "./exchange.ts";

/** Documentation ranges (RFC 5737, RFC 3849): the simulator's deliveries come from this machine. */
const hooks = ["192.0.2.0/24", "2001:db8::/32"];

/** GitHub's public metadata. */
export function metaRoutes(): ApiHandlers {
  return { "meta/get": () => ok({ verifiable_password_authentication: false, hooks }) };
}
