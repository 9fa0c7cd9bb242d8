import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Rig } from "./rig.ts";

/** One delivery with GitHub's body and signature. */
export interface CapturedDelivery {
  headers: Record<string, string>;
  body: string;
}

/**
 * Captures GitHub's deliveries while `write` runs, so that a test can send them at its own pace and
 * repeatedly. Afterwards GitHub delivers to the laptop again.
 */
export async function captureDeliveries(
  rig: Rig,
  write: () => Promise<unknown>,
): Promise<CapturedDelivery[]> {
  const captured: CapturedDelivery[] = [];
  const sink = createServer(async (request, response) => {
    const body = (await buffer(request)).toString("utf8");
    captured.push({ headers: gitHubHeaders(request.headers), body });
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => sink.listen(0, "127.0.0.1", resolve));
  rig.deliverTo(`http://127.0.0.1:${(sink.address() as AddressInfo).port}/`);
  try {
    await write();
    await rig.github.deliveries.idle();
  } finally {
    rig.deliverTo(rig.laptop.webhookUrl);
    sink.closeAllConnections();
    await new Promise((resolve) => sink.close(resolve));
  }
  return captured;
}

/** GitHub's own headers; the others belong to one connection. */
function gitHubHeaders(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => /^(x-|content-type$|user-agent$)/.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

export interface SentDelivery {
  status: number;
  body: Record<string, unknown>;
  milliseconds: number;
}

/** Sends one to the laptop, as it is or with another GUID. */
export async function sendDelivery(
  rig: Rig,
  { headers, body }: CapturedDelivery,
  guid?: string,
): Promise<SentDelivery> {
  const started = performance.now();
  const response = await fetch(rig.laptop.webhookUrl, {
    method: "POST",
    headers: { ...headers, ...(guid && { "x-github-delivery": guid }) },
    body,
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body: answer, milliseconds: performance.now() - started };
}
