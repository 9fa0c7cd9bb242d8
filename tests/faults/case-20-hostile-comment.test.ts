import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { build } from "esbuild";
import { marker } from "../../core/answering/marker.ts";
import { parseComment } from "../../core/commands/parse-comment.ts";
import { readFunction } from "../fakes/cloudformation.ts";
import { createFakeDeliveryStore } from "../fakes/delivery-store.ts";
import {
  harmlessWord,
  hiddenWords,
  hostileAnswer,
  hostileComment,
  invisible,
  secretsSaid,
  seenWords,
} from "../fakes/hostile-comment.ts";
import { type FakeModelProvider, type ModelBehaviour, startModelProvider } from "../fakes/model-provider.ts";
import { type RunEmployeeFunction, startRunEmployee } from "../fakes/run-employee-function.ts";
import {
  startTestService,
  type TestPullRequest,
  type TestService,
  webhookSecret,
} from "../fakes/test-service.ts";

const forged = marker("another-job", 1);
const deliveries = createFakeDeliveryStore(Date.now);
let provider: FakeModelProvider;
let runEmployee: RunEmployeeFunction;
let service: TestService;
let pull: TestPullRequest;
let number = 2_000;

beforeAll(async () => {
  provider = await startModelProvider();
  runEmployee = await startRunEmployee(provider.url);
  const { steps, stores } = runEmployee;
  service = await startTestService({ steps, stores: { ...stores, deliveries } });
});

beforeEach(() => {
  number += 1;
  pull = service.pull(number);
  runEmployee.printed.length = 0;
  provider.requests.length = 0;
  provider.behave({ kind: "answer", text: hostileAnswer(forged) });
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await service.stop();
  await runEmployee.stop();
  await provider.stop();
});

/** A user with permission posts the hostile comment, and all work runs; returns what was published. */
async function postCommand(): Promise<string> {
  await pull.comment("octavia", hostileComment);
  await service.settle();
  const [answer = "", ...more] = pull.answers().map(({ body }) => body);
  expect(more).toEqual([]);
  return answer;
}

/** All credentials. */
const credentials = () => [...runEmployee.credentials, service.github.privateKey, webhookSecret];

/** Tokens that GitHub issues during the test. */
const token = /gh[a-z]_\w{20}/;

function expectNone(words: string[], text: string) {
  expect(words.filter((word) => text.includes(word))).toEqual([]);
}

describe("case 20: the model", () => {
  test("is called once, with what users see, without tools, with its own key only", async () => {
    await postCommand();
    const [request, ...more] = provider.requests;
    expect(more).toEqual([]);
    const { "x-api-key": key, ...headers } = request?.headers ?? {};
    expect(key).toBe(runEmployee.modelKey);
    const sent = JSON.stringify([request?.body, headers]);
    for (const word of seenWords) expect(sent).toContain(word);
    expectNone([...hiddenWords, ...credentials()], sent);
    expect(sent).not.toMatch(invisible);
    expect(sent).not.toMatch(token);
    expect(request?.body).not.toHaveProperty("tools");
  });

  test("obeys; its answer is published without its secrets and notifies no user", async () => {
    const answer = await postCommand();
    expect(answer).toContain(harmlessWord);
    expect(answer.match(/\[redacted: /g)?.length).toBeGreaterThanOrEqual(Object.keys(secretsSaid).length);
    expectNone([...Object.values(secretsSaid), ...credentials(), forged], answer);
    const own = marker((await pull.job()).job_id, 1);
    expect(answer.startsWith(own)).toBe(true);
    const shown = answer.slice(own.length);
    expect(shown).not.toMatch(/<!--|(?<!\\)!\[|<img|<script|^\//m);
    expect(shown).not.toMatch(invisible);
    expect(shown.replace(/<code>@[^<]*<\/code>/g, "")).not.toContain("@");
    expect(parseComment(answer).commands).toEqual([]);
  });
});

describe("case 20: an answer that contains commands and calls to bots", () => {
  /** The outcomes of the webhooks for this user's comments, newest first. */
  function outcomes(login: string): unknown[] {
    const hook_id = String(service.github.hookId);
    return service.github.deliveries.newestFirst().flatMap(({ event, action, guid, body }) => {
      const { issue, comment } = JSON.parse(body);
      if (event !== "issue_comment" || issue.number !== number || comment.user.login !== login) return [];
      return [[action, deliveries.find({ hook_id, delivery_id: guid })?.outcome]];
    });
  }

  const ignored = (action: string, reason: string) => [action, { kind: "ignored", reason }];

  test("starts nothing when our answer is delivered, a bot repeats it, or a user quotes it", async () => {
    const answer = await postCommand();
    await pull.comment("robo[bot]", hostileComment);
    await pull.comment("octavia", answer);
    await pull.comment("octavia", answer.replaceAll(/^/gm, "> "));
    await service.settle();

    expect(outcomes(service.github.botLogin)).toEqual([ignored("edited", "bot"), ignored("created", "bot")]);
    expect(outcomes("robo[bot]")).toEqual([ignored("created", "bot")]);
    const { job_id } = await pull.job();
    expect(outcomes("octavia")).toEqual([
      ignored("created", "no_command"),
      ignored("created", "no_command"),
      ["created", { kind: "dispatched", job_ids: [job_id] }],
    ]);
    expect(provider.requests).toHaveLength(1);
  });
});

describe("case 20: no log, metric or history of the execution or the job contains the hostile text", () => {
  const echo = `${hostileComment} ${hostileAnswer(forged)}`;
  const refusal = (status: number): ModelBehaviour => ({ kind: "error", status, message: echo });
  const answer: ModelBehaviour = { kind: "answer", text: hostileAnswer(forged) };
  const fails: ModelBehaviour[] = [refusal(500), { kind: "garbage" }, answer];

  test.each<[string, ModelBehaviour[], string]>([
    ["when the model answers", [answer], harmlessWord],
    ["when its provider refuses the request and quotes it", [refusal(400)], "`provider_refused_request`"],
    ["when its provider refuses the key and quotes it", [refusal(401)], "`provider_refused_key`"],
    ["when its provider fails, then answers", fails, harmlessWord],
  ])("%s", async (_when, behaviours, said) => {
    provider.behave(...behaviours);
    // The workflow's retries run at once.
    jest.spyOn(Math, "random").mockReturnValue(0);

    expect(await postCommand()).toContain(said);

    const { job_id } = await pull.job();
    const executions = [...service.workflow.executions.values()];
    const histories = executions.map(({ history, ...rest }) => ({ ...rest, events: history.events() }));
    const events = await runEmployee.stores.jobs.events(job_id);
    const words = [...hiddenWords, ...seenWords, harmlessWord, ...Object.values(secretsSaid)];
    for (const text of [
      runEmployee.printed.join(),
      service.log.text(),
      JSON.stringify([histories, events]),
    ]) {
      expect(text).toContain(job_id);
      expectNone([...words, ...credentials()], text);
      expect(text).not.toMatch(token);
    }
  });
});

describe("case 20: the function that runs the model", () => {
  test("reads its own secret, and nothing from GitHub", async () => {
    await postCommand();
    expect([...runEmployee.reached.secrets]).toEqual([runEmployee.ref("ModelSecret")]);
    expect([...runEmployee.reached.gitHubPaths]).toEqual([]);
  });

  test("has access only to its own secret, the circuits and the bucket", () => {
    const secretsOf = (folder: string) =>
      readFunction(folder)
        .iamRoleStatements.filter(({ Action }) => Action.some((name) => !/^(dynamodb|s3):\w+$/.test(name)))
        .map(({ Action, Resource }) => [Action, Resource]);
    const read = ["secretsmanager:GetSecretValue"];
    expect(secretsOf("run-employee")).toEqual([[read, { Ref: "ModelSecret" }]]);
    // A task token has no address: it wakes the next job of the lane.
    const wake = [["states:SendTaskSuccess"], "*"];
    expect(secretsOf("publish-result")).toEqual([[read, { Ref: "GitHubSecret" }], wake]);
    const { environment } = readFunction("run-employee");
    const told = ["IDEMPOTENCY_TABLE", "MODEL_SECRET_ID", "PAYLOAD_BUCKET"];
    expect(Object.keys(environment).toSorted()).toEqual(told);
    expect(environment.MODEL_SECRET_ID).toEqual({ Ref: "ModelSecret" });
  });

  test("has no imports of GitHub, the queue, the workflow or a shell", async () => {
    const strange = /octokit|adapters\/(github|hook|envelope|workflow|dead)|child_process/;
    async function forbiddenImports(folder: string) {
      const entry = new URL(`../../functions/${folder}/main.ts`, import.meta.url).pathname;
      const options = { bundle: true, packages: "external", platform: "node", format: "esm" } as const;
      const { metafile } = await build({ ...options, entryPoints: [entry], write: false, metafile: true });
      const imported = Object.values(metafile.inputs).flatMap(({ imports }) =>
        imports.map(({ path }) => path),
      );
      return imported.filter((path) => strange.test(path));
    }
    expect(await forbiddenImports("run-employee")).toEqual([]);
    expect(await forbiddenImports("publish-result")).toContainEqual(expect.stringContaining("octokit"));
  });
});
