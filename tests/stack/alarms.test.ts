import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { codeIn, tableRows } from "./documents/markdown.ts";
import { type Alarm, alarmsOf, namedIn } from "./observability/alarms.ts";
import { isPublished } from "./observability/known-metrics.ts";
import { deploy } from "./packaging/deployment.ts";
import { packageService } from "./packaging/package-service.ts";
import { at, type Json, resource } from "./packaging/template.ts";
import { projectRoot } from "./packaging/tree-copy.ts";

const packages = await packageService();
const document = readFileSync(join(projectRoot, "docs/runbooks/README.md"), "utf8");
const topic = [{ Ref: "AlarmTopic" }];
const hour = 3600;
const day = 24 * hour;

describe.each(packages)("alarms of $stage", ({ stage, template }) => {
  const alarms = alarmsOf(template, stage);
  const urgent = (urgency: string) => alarms.filter((alarm) => alarm.urgency === urgency);
  const byId = (id: string) => alarms.find((alarm) => alarm.id === id);

  test("state their urgency and notify accordingly", () => {
    const parts = new Set(alarms.flatMap(({ rule = "" }) => namedIn(rule)));
    for (const { id, urgency, actions, okActions } of alarms) {
      const told = { actions, okActions };
      if (urgency === "Page") expect({ id, ...told }).toEqual({ id, actions: topic, okActions: topic });
      else if (urgency === "Ticket") expect({ id, ...told }).toEqual({ id, actions: topic });
      else if (urgency === "Part") expect({ id, ...told, part: parts.has(id) }).toEqual({ id, part: true });
      else expect({ id, urgency, ...told }).toEqual({ id: "ServiceUnhealthy", urgency: "Sum" });
    }
  });

  test("are named after the service and the stage, and say where to look", () => {
    const names = alarms.map(({ fullName }) => fullName);

    expect(new Set(names).size).toBe(names.length);
    for (const { fullName, description, urgency } of alarms) {
      expect(fullName).toMatch(new RegExp(`^pr-comment-automation-${stage}-[a-z0-9]+(?:-[a-z0-9]+)*$`));
      expect(description.length).toBeLessThanOrEqual(1024);
      if (urgency !== "Part") expect(description).toMatch(/\. Check: \S/);
    }
  });

  test("an aborted execution does not count as failed, because a person requested it", () => {
    const { metrics = [], expressions } = byId("WorkflowFailing") ?? {};

    expect(metrics.map(({ name }) => name)).toEqual(["ExecutionsStarted", "ExecutionsFailed"]);
    expect(expressions).toEqual(["IF(started >= 10, failed / started, 0)"]);
    expect(alarms.flatMap((alarm) => alarm.metrics.map(({ name }) => name))).not.toContain(
      "ExecutionsAborted",
    );
  });

  test("each rule of the web ACL that can refuse requests like GitHub's has a ticket", () => {
    const rules = at(resource(template, "WebAcl"), "Properties", "Rules") as Json[];
    const plain = rules.map((rule) => at(rule, "Fn::If", 1) ?? rule);
    const names = plain.toSorted((a, b) => Number(at(a, "Priority")) - Number(at(b, "Priority")));
    const refusing = names.filter((rule) => at(rule, "Action", "Allow") === undefined);
    const form = refusing.findIndex((rule) => at(rule, "Name") === "other-senders");
    const watched = alarms.filter(({ metrics }) =>
      metrics.some(({ namespace }) => namespace === "AWS/WAFV2"),
    );

    expect(form).toBeGreaterThan(0);
    expect(watched.map(({ metrics }) => metrics[0]?.values.Rule).toSorted()).toEqual(
      [...refusing.slice(0, 1), ...refusing.slice(form + 1)].map((rule) => at(rule, "Name")).toSorted(),
    );
    for (const { urgency, metrics, name } of watched) {
      const [{ name: metric, values } = { name: "", values: {} as Record<string, Json> }] = metrics;
      expect({ urgency, acl: values.WebACL }).toEqual({ urgency: "Ticket", acl: { Ref: "AWS::StackName" } });
      expect(name).toBe(`edge-${String(values.Rule)}`);
      expect(metric).toBe(values.Rule === "malformed-webhooks" ? "CountedRequests" : "BlockedRequests");
    }
  });

  test("the rate of redeliveries pages long before one is given up", () => {
    const rates = ["RedeliveriesMany", "RedeliveriesAsked"].map((id) => {
      const { urgency, threshold, metrics = [] } = byId(id) ?? {};
      return { urgency, threshold, values: metrics[0]?.values, period: metrics[0]?.period };
    });
    const values = { stage, what: "redelivery_asked" };

    expect(rates).toEqual([
      { urgency: "Page", threshold: 20, values, period: 900 },
      { urgency: "Ticket", threshold: 3, values, period: 3600 },
    ]);
  });

  test("composites refer to alarms with the same condition", () => {
    const rules = alarms.filter(({ rule }) => rule !== undefined);

    expect(rules.length).toBeGreaterThan(6);
    for (const { id, rule = "", condition } of rules) {
      expect(namedIn(rule).length).toBeGreaterThan(1);
      for (const named of namedIn(rule)) {
        const part = byId(named);
        expect({ id, named, exists: part !== undefined }).toEqual({ id, named, exists: true });
        const asked = rule.includes(
          `{"Fn::If":["${part?.condition}",{"Fn::Sub":"ALARM(\\"\${${named}}\\")"},"FALSE"]}`,
        );
        const isThere = part?.condition === undefined || part.condition === condition;
        expect({ named, safe: isThere || asked }).toEqual({ named, safe: true });
      }
    }
  });

  test("the service's state includes every alarm that pages", () => {
    const { rule = "" } = byId("ServiceUnhealthy") ?? {};

    expect(namedIn(rule).toSorted()).toEqual(
      urgent("Page")
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test("every dead-letter queue pages on its first message, that of webhooks on further ones too", () => {
    const queues = deadLetterQueues(Object.values(template.Resources).map(({ Properties }) => Properties));
    const watching = (queue: string) =>
      urgent("Page").filter(({ metrics }) =>
        metrics.some(
          ({ name, values }) =>
            name === "ApproximateNumberOfMessagesVisible" && at(values.QueueName, "Fn::GetAtt", 0) === queue,
        ),
      );
    const first = { threshold: 1, expressions: [] };
    const more = { threshold: 0, expressions: ["IF(letters > growth, growth, 0)", "DIFF(letters)"] };

    expect(queues).toEqual(["EventDeadLetterQueue", "FailedInvocationQueue"]);
    expect(watching("EventDeadLetterQueue")).toMatchObject([first, more]);
    expect(watching("FailedInvocationQueue")).toMatchObject([first]);
  });

  test("watch only metrics that are published", () => {
    const metrics = alarms.flatMap((alarm) => alarm.metrics);
    const unknown = metrics.filter((metric) => !isPublished(metric, stage));

    expect(metrics.length).toBeGreaterThan(60);
    expect(unknown).toEqual([]);
  });

  test("stay within CloudWatch's limits", () => {
    for (const { id, metrics, periods } of alarms) {
      const window = Math.max(0, ...metrics.map(({ period }) => period)) * (periods || 1);
      const longest = metrics.every(({ period }) => period >= hour) ? 7 * day : day;
      expect({ id, fits: window <= longest, few: metrics.length <= 10 }).toEqual({
        id,
        fits: true,
        few: true,
      });
    }
  });
});

describe.each(packages)("objectives of $stage", ({ stage, template }) => {
  const alarms = alarmsOf(template, stage);
  const find = (id: string) => alarms.find((alarm) => alarm.id === id);
  /** Of 30 days; docs/observability.md has the arithmetic. */
  const windows = [
    { name: "Fast", burn: 14.4, long: hour, short: hour / 12, spent: 0.02 },
    { name: "Slow", burn: 6, long: 6 * hour, short: hour / 2, spent: 0.05 },
    { name: "Leak", burn: 1, long: 3 * day, short: 6 * hour, spent: 0.1 },
  ];
  const objectives = [
    { slo: "Acceptance", budget: 0.001, minimum: 50 },
    { slo: "Dispatch", budget: 0.05, minimum: 10 },
    { slo: "Completion", budget: 0.02, minimum: 10 },
  ];
  const cases = objectives.flatMap((objective) => windows.map((window) => ({ ...objective, ...window })));

  test.each(cases)(
    "$slo burns $burn times too fast over both windows",
    ({ slo, name, budget, minimum, ...rest }) => {
      const { burn, long, short, spent } = rest;
      const [longer, shorter] = [find(`Slo${slo}${name}Long`), find(`Slo${slo}${name}Short`)];

      expect((burn * long) / (30 * day)).toBeCloseTo(spent);
      for (const [alarm, period] of [
        [longer, long],
        [shorter, short],
      ] as [Alarm | undefined, number][]) {
        expect(alarm).toMatchObject({ threshold: burn, periods: 1, condition: "HasSloAlarms" });
        expect(new Set(alarm?.metrics.map((metric) => metric.period))).toEqual(new Set([period]));
        expect(alarm?.expressions[0]).toContain(`/ ${budget}, 0)`);
      }
      expect(longer?.expressions[0]).toContain(`IF(all >= ${minimum}, `);
      expect(shorter?.expressions[0]).toContain("IF(all >= 1, ");
    },
  );

  test.each(objectives)("$slo pages for a fast burn and opens a ticket for a slow one", ({ slo }) => {
    const id = `Slo${slo}`;

    expect(namedIn(find(`${id}Page`)?.rule ?? "")).toEqual(
      ["FastLong", "FastShort", "SlowLong", "SlowShort"].map((part) => id + part),
    );
    expect(namedIn(find(`${id}Ticket`)?.rule ?? "")).toEqual(
      ["LeakLong", "LeakShort"].map((part) => id + part),
    );
    expect(find(`${id}Page`)?.rule).toMatch(/^\{"Fn::Sub":"\(\S+ AND \S+\) OR \(\S+ AND \S+\)"\}$/);
  });
});

describe.each(packages)("the alarms' topic of $stage", ({ stage, template }) => {
  const statements = at(resource(template, "AlarmTopicPolicy"), "Properties", "PolicyDocument", "Statement");

  test("accepts messages only from this stage's alarms, and only over TLS", () => {
    expect(statements).toEqual([
      expect.objectContaining({
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Condition: {
          StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } },
          ArnLike: {
            "aws:SourceArn": {
              "Fn::Sub": expect.stringContaining(`:alarm:pr-comment-automation-${stage}-*`),
            },
          },
        },
      }),
      expect.objectContaining({
        Effect: "Deny",
        Principal: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    ]);
  });

  test("has a key that CloudWatch may use, or none", () => {
    const key = JSON.stringify(resource(template, "AlarmTopic").Properties.KmsMasterKeyId);
    const policy = at(resource(template, "EncryptionKey"), "Properties", "KeyPolicy", "Statement");

    expect(key).not.toContain("alias");
    expect(key).toMatch(/^\{"Fn::If":\["HasKey",/);
    expect(policy).toContainEqual(
      expect.objectContaining({
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      }),
    );
  });

  test("takes the pager's address from Secrets Manager: no stored file has it", () => {
    const named = { AlarmEndpointSecret: "pager/prod" };
    const { Endpoint } = deploy(template, named).properties("AlarmEndpointSubscription");

    expect(Endpoint).toBe("{{resolve:secretsmanager:pager/prod:SecretString}}");
    // A default would be in the template and in the deployment bucket, even with `NoEcho`.
    const hidden = Object.entries(template.Parameters).filter(([, parameter]) => "NoEcho" in parameter);
    expect(hidden).toEqual([]);
  });

  test("keeps tickets from the pager if an e-mail address is given", () => {
    const { Properties } = resource(template, "AlarmEndpointSubscription");
    const prefix = at(Properties.FilterPolicy, "Fn::If", 1, "AlarmDescription", 0, "prefix");
    const passing = alarmsOf(template, stage).filter(({ description }) =>
      description.startsWith(String(prefix)),
    );

    expect(at(Properties.FilterPolicy, "Fn::If", 0)).toBe("HasAlarmEmail");
    expect(new Set(passing.map(({ urgency }) => urgency))).toEqual(new Set(["Page"]));
  });
});

test.each(packages)(
  "docs/runbooks/README.md has every alarm of $stage, with its urgency",
  ({ stage, template }) => {
    const said = tableRows(document, "alarm")
      .map(([name = "", , urgency = ""]): [string, string] => [codeIn(name)[0] ?? "", urgency])
      .filter(([, urgency]) => urgency !== "part");
    const real = alarmsOf(template, stage)
      .filter(({ urgency }) => urgency !== "Part")
      .map(({ name, urgency }): [string, string] => [name, urgency.toLowerCase()]);

    expect(new Map(said)).toEqual(new Map(real));
  },
);

/** Logical IDs of all queues that a resource names as its dead-letter queue. */
function deadLetterQueues(properties: Json[]): string[] {
  const found = properties.flatMap((value) => {
    const text = JSON.stringify(value);
    return [
      ...text.matchAll(
        /"(?:deadLetterTargetArn|DeadLetterConfig|OnFailure)":(?:\{"\w+":)?\{"Fn::GetAtt":\["(\w+)"/g,
      ),
    ];
  });
  return [...new Set(found.map(([, id = ""]) => id))].toSorted();
}
