import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";

/** The request to GitHub to hold: the first that matches. */
export interface RequestMoment {
  method: string;
  path: RegExp;
  /** Only with a body that contains this. */
  body?: string;
  /** Before GitHub gets the request, or after GitHub has processed it, before the response. */
  when: "before" | "after";
}

export interface Caught {
  /** Resolves when the request has arrived and is held. */
  arrived: Promise<void>;
  /** Forwards it, even if its sender has gone. */
  release(): void;
}

export type PassedRequest = { method: string; url: string };

export interface GitHubProxy {
  url: string;
  catch(moment: RequestMoment): Caught;
  /** Calls back for every request that GitHub processed. */
  onPassed(listener: (request: PassedRequest) => void): void;
  stop(): Promise<void>;
}

/**
 * Starts a proxy between the functions and GitHub, which can hold one request at an exact moment. `delay` returns the
 * milliseconds after which it forwards a request.
 */
export async function startGitHubProxy(target: string, delay: () => number = () => 0): Promise<GitHubProxy> {
  let passed: (request: PassedRequest) => void = () => {};
  let waiting: { moment: RequestMoment; stop(): Promise<void> }[] = [];

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const hold = take(request, body);
    if (hold?.moment.when === "before") await hold.stop();
    const late = delay();
    if (late > 0) await pause(late);
    const answer = await send(new URL(request.url ?? "/", target), request, body);
    const content = await buffer(answer);
    if (hold?.moment.when === "after") await hold.stop();
    passed({ method: request.method ?? "", url: request.url ?? "" });
    response.writeHead(answer.statusCode ?? 502, answer.headers).end(content);
  }

  function take({ method = "", url = "" }: IncomingMessage, body: Buffer) {
    const hold = waiting.find(
      ({ moment }) => moment.method === method && moment.path.test(url) && body.includes(moment.body ?? ""),
    );
    waiting = waiting.filter((other) => other !== hold);
    return hold;
  }

  const server = createServer((request, response) => {
    // The sender may have been killed.
    response.on("error", () => {});
    pass(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    catch(moment) {
      const arrival = Promise.withResolvers<void>();
      const departure = Promise.withResolvers<void>();
      const stop = () => {
        arrival.resolve();
        return departure.promise;
      };
      waiting.push({ moment, stop });
      return { arrived: arrival.promise, release: departure.resolve };
    },
    onPassed(listener) {
      passed = listener;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(url: URL, { method, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { method, headers: { ...headers, host: url.host } };
    forward(url, options, resolve).on("error", reject).end(body);
  });
}
