import { createServer, request as forward, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** The one request to GitHub that is to be caught: the first that fits. */
export interface RequestMoment {
  method: string;
  path: RegExp;
  /** Only with a body that holds this. */
  body?: string;
  /** Before GitHub sees the request, or when GitHub has done it and its answer is on its way. */
  when: "before" | "after";
}

export interface Caught {
  /** Resolves when the request is there and waits. */
  arrived: Promise<void>;
  /** Lets it go on, whether or not the one who asked still listens. */
  release(): void;
}

export type PassedRequest = { method: string; url: string };

export interface GitHubFront {
  url: string;
  catch(moment: RequestMoment): Caught;
  /** Calls back for every request that was done. */
  onPassed(listener: (request: PassedRequest) => void): void;
  stop(): Promise<void>;
}

/** Stands between the functions and GitHub, so that a test can stop one request at an exact moment. */
export async function startGitHubFront(target: string): Promise<GitHubFront> {
  let passed: (request: PassedRequest) => void = () => {};
  let waiting: { moment: RequestMoment; stop(): Promise<void> }[] = [];

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const hold = take(request, body);
    if (hold?.moment.when === "before") await hold.stop();
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
    // Whoever asked may have been killed.
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
