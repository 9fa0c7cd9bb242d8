import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { createEdgeDistribution } from "../../../../adapters/edge/edge-distribution.ts";
import { createFakeDistribution } from "../../../fakes/cloudfront.ts";
import { startHttpServer } from "../../../fakes/http-server.ts";

let fake: ReturnType<typeof createFakeDistribution>;

beforeEach(() => {
  fake = createFakeDistribution({ "X-Other": "stays", "X-Origin-Secret": "old" });
});

const edge = (url = "http://127.0.0.1:9") => createEdgeDistribution(fake.id, url, fake.client);

test("a rotation changes the secret, and nothing else of the distribution", async () => {
  const before = structuredClone(fake.state.config);
  await edge().showSecret("new");
  const { Origins, ...rest } = fake.state.config;
  const { Origins: formerOrigins, ...formerRest } = before;
  expect(rest).toEqual(formerRest);
  expect(Origins?.Items).toEqual([
    {
      ...formerOrigins?.Items?.[0],
      CustomHeaders: {
        Quantity: 2,
        Items: [
          { HeaderName: "X-Other", HeaderValue: "stays" },
          { HeaderName: "X-Origin-Secret", HeaderValue: "new" },
        ],
      },
    },
  ]);
});

test("a header in another spelling is replaced, and a missing one is added", async () => {
  fake = createFakeDistribution({ "x-origin-secret": "old" });
  expect(await edge().state()).toEqual({ secret: "old", deployed: true });
  await edge().showSecret("new");
  expect(await edge().state()).toEqual({ secret: "new", deployed: false });
  fake = createFakeDistribution({});
  expect((await edge().state()).secret).toBeNull();
  await edge().showSecret("new");
  expect((await edge().state()).secret).toBe("new");
});

test("a secret that the distribution has already changes nothing", async () => {
  await edge().showSecret("old");
  expect(fake.state.updates).toBe(0);
});

test("a concurrent change is not undone", async () => {
  fake.state.changedByOthers = true;
  await expect(edge().showSecret("new")).rejects.toMatchObject({
    name: "RetryableError",
    code: "edge_unavailable",
    cause: { name: "PreconditionFailed" },
  });
  expect(fake.state.updates).toBe(0);
});

test("a distribution that is missing or has other origins is left alone", async () => {
  const gone = createEdgeDistribution("another", "http://127.0.0.1:9", fake.client);
  await expect(gone.state()).rejects.toMatchObject({ code: "edge_unavailable" });
  const origins = fake.state.config.Origins;
  fake.state.config.Origins = { Quantity: 2, Items: [...(origins?.Items ?? []), ...(origins?.Items ?? [])] };
  await expect(edge().showSecret("new")).rejects.toMatchObject({ code: "edge_unknown" });
  expect(fake.state.updates).toBe(0);
});

describe("a health check through the edge", () => {
  const asked: (string | undefined)[] = [];
  let status = 200;
  let server: Awaited<ReturnType<typeof startHttpServer>>;

  beforeEach(async () => {
    asked.length = 0;
    server = await startHttpServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(status, { location: "https://example.com/" }).end("{}");
    });
  });

  afterEach(() => server.stop());

  test.each([200, 302, 403, 503])("returns its status %i", async (given) => {
    status = given;
    expect(await edge(server.url).health()).toBe(given);
    expect(asked).toEqual(["GET /health"]);
  });

  test("returns no status if nothing listens", async () => {
    expect(await edge().health()).toBeNull();
  });
});
