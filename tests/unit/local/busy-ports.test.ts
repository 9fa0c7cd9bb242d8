import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { busyPorts } from "../../../local/busy-ports.ts";
import { freePort } from "../../../local/free-port.ts";
import { readSettings } from "../../../local/settings.ts";

let other: Server;
let taken: string;
let free: string;

beforeAll(async () => {
  other = createServer().listen(0, "localhost");
  await once(other, "listening");
  const address = other.address();
  taken = String(typeof address === "object" ? address?.port : "");
  free = String(await freePort());
});

afterAll(() => void other.close());

const busy = (settings: Record<string, string>) => {
  const others = { PORT: free, GITHUB_PORT: free, CONSOLE_PORT: free };
  return busyPorts(readSettings({ ...others, ...settings }));
};

test.each([
  ["PORT", "webhooks"],
  ["GITHUB_PORT", "the embedded GitHub"],
  ["CONSOLE_PORT", "the console"],
])("names %s if another process uses its port, and how to change it", async (name, use) => {
  expect(await busy({ [name]: taken })).toEqual([
    `Port ${taken}, for ${use}, is in use. Stop the process that uses it, or choose another port: ${name}=<port> npm start`,
  ]);
});

test("does not check the embedded GitHub's port if the laptop uses another GitHub", async () => {
  const app = { GITHUB_APP_ID: "1", GITHUB_APP_PRIVATE_KEY: "key" };
  expect(await busy({ GITHUB_PORT: taken, GITHUB_API_URL: "http://github.test", ...app })).toEqual([]);
});
