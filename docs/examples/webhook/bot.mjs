import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";

const webhook = new Webhook(process.env.EMPLOYEE_SECRET);

async function respond(request, response) {
  const verify = (body) => webhook.verify(body, request.headers);
  const task = await text(request)
    .then(verify)
    .catch(() => null);
  if (task === null) return response.writeHead(401).end();
  if (task.type === "cancelled") return response.writeHead(204).end();
  const { files } = await (await fetch(task.context.url)).json();
  const diff = files.map(({ path, patch }) => `+++ ${path}\n${patch ?? ""}\n`).join("");
  const markdown = execFileSync("sh", [`${import.meta.dirname}/whitespace.sh`], {
    input: diff,
    encoding: "utf8",
  });
  response.end(JSON.stringify({ version: 1, outcome: "answered", markdown, usage: null }));
}

const server = createServer((request, response) => {
  respond(request, response).catch(() => response.writeHead(500).end());
});
server.listen(process.env.PORT, () => console.log(`Listens on port ${server.address().port}`));
