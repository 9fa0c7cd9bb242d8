import { afterAll, describe, expect, test } from "@jest/globals";
import { backend, type Changes, changed, expectOneMistake, mistakes } from "./changes.ts";
import { removeProjects } from "./project.ts";

const egress = "workflows/egress.yml";
const arn = "arn:aws:lambda:us-east-1:123456789012:function:legacy";

afterAll(removeProjects);

/** The employee `backend` with other lines in place of `runner: builtin`, line 6 of its file. */
const withRunner = (...lines: string[]): Record<string, string> =>
  changed(backend, "runner: builtin", lines.join("\n"));
const hosts = (text: string): Record<string, string> => ({ [egress]: text });
const bot = "webhook: { url: https://bot.example.com/tasks }";

describe("reports a mistake in the fields of a runner with its place", () => {
  const cases: [string, Changes, string][] = [
    [
      "webhook without its endpoint",
      withRunner("runner: webhook"),
      `${backend}:6:9: A \`webhook\` runner needs \`webhook\`: add \`webhook: { url: https://… }\`.`,
    ],
    [
      "lambda without its function",
      withRunner("runner: lambda"),
      `${backend}:6:9: A \`lambda\` runner needs \`lambda\`: add \`lambda: { function_arn: `,
    ],
    [
      "github-workflow without its file",
      withRunner("runner: github-workflow"),
      `${backend}:6:9: A \`github-workflow\` runner needs \`workflow\`: add `,
    ],
    [
      "the endpoint of another runner",
      { ...withRunner("runner: builtin", bot), ...hosts("hosts: [bot.example.com]") },
      `${backend}:7:10: A \`builtin\` runner uses no \`webhook\`: remove this field.`,
    ],
    [
      "the function of another runner",
      withRunner("runner: builtin", `lambda: { function_arn: "${arn}" }`),
      `${backend}:7:9: A \`builtin\` runner uses no \`lambda\`: remove this field.`,
    ],
    [
      "a model of another runner",
      withRunner("runner: lambda", `lambda: { function_arn: "${arn}" }`, "model: large"),
      `${backend}:8:8: A \`lambda\` runner uses no \`model\`: remove this field.`,
    ],
    [
      "more time than an invocation has",
      withRunner("runner: lambda", `lambda: { function_arn: "${arn}" }`, "timeout_seconds: 841"),
      `${backend}:8:18: A \`lambda\` runner has at most 840 seconds: use \`webhook\` or \`github-workflow\` for`,
    ],
    [
      "a silence that is shorter than the sweeper needs",
      withRunner(
        ...["runner: github-workflow", "workflow: { repository: octo/tools, file: lint.yml }"],
        "heartbeat_seconds: 179",
      ),
      `${backend}:8:20: The runs of a \`github-workflow\` runner are read once a minute: use at least 180 seconds.`,
    ],
    [
      "a host that is not allowed",
      withRunner("runner: webhook", bot),
      `${backend}:7:17: \`bot.example.com\` is not a host that this project may call: add it to ${egress} under \`hosts\`.`,
    ],
    [
      "a host that one of the employee's stages does not allow",
      {
        ...withRunner("runner: webhook", bot, "stages: [dev, local]"),
        ...hosts("stages: { local: [bot.example.com] }"),
      },
      `${backend}:7:17: \`bot.example.com\` is not a host that this project may call: add it to ${egress} under \`hosts\`, or under \`stages\` for dev.`,
    ],
    [
      "a host on another port",
      {
        ...withRunner("runner: webhook", "webhook: { url: https://bot.example.com:8443/ }"),
        ...hosts("hosts: [bot.example.com]"),
      },
      `${backend}:7:17: \`bot.example.com:8443\` is not a host`,
    ],
    [
      "an endpoint without TLS",
      withRunner("runner: webhook", "webhook: { url: http://bot.example.com/ }"),
      `${backend}:7:17: \`webhook.url\` must be an https URL without credentials and fragment.`,
    ],
    [
      "credentials in the endpoint",
      withRunner("runner: webhook", "webhook: { url: https://user:pass@bot.example.com/ }"),
      `${backend}:7:17: \`webhook.url\` must be an https URL without credentials and fragment.`,
    ],
    [
      "a function that is not an ARN",
      withRunner("runner: lambda", "lambda: { function_arn: legacy }"),
      `${backend}:7:25: \`lambda.function_arn\` must be the ARN of a Lambda function, with or without version or alias.`,
    ],
    [
      "a misspelt setting",
      withRunner("runner: webhook", "webhook: { uri: https://bot.example.com/ }"),
      `${backend}:7:`,
    ],
    [
      "an IP address among the hosts",
      hosts("hosts:\n  - bot.example.com\n  - 10.0.0.1\n"),
      `${egress}:3:5: \`hosts[1]\` must be a host name in lower case like \`bot.example.com\``,
    ],
    [
      "an unknown stage of hosts",
      {
        ...hosts("stages: { devv: [bot.example.com] }"),
        "resources/stages.yml": "default: {}\ndev: {}\n",
      },
      `${egress}:1:11: \`devv\` is not a stage of resources/stages.yml, which has \`dev\`.`,
    ],
  ];
  test.each(cases)("%s", async (_, changes, expected) => {
    const found = await mistakes(changes);

    expect(found.some((line) => line.startsWith(expected)) ? expected : found).toBe(expected);
  });
});

test.each(["2130706433", "0x7f.1", "0177.0.0.1", "[::ffff:127.0.0.1]", "127.0.0.1"])(
  "refuses the IP address %s as a host",
  async (host) => {
    const found = await mistakes(withRunner("runner: webhook", `webhook: { url: "https://${host}/" }`));

    expect(found.join("\n")).toContain("An IP address cannot be checked against a certificate");
  },
);

test("accepts an employee whose host is allowed, and only then generates", async () => {
  const allowed = { ...withRunner("runner: webhook", bot), ...hosts("hosts: [bot.example.com]") };

  expect(await mistakes(allowed)).toEqual([]);
  await expectOneMistake(
    { ...allowed, ...hosts("hosts: []") },
    `${backend}:7:17: \`bot.example.com\` is not`,
  );
});
