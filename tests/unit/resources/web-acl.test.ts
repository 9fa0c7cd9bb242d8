import { afterEach, describe, expect, test } from "@jest/globals";
import { createWebhookEndpoint } from "../../../adapters/github/webhook-endpoint.ts";
import { startHttpServer } from "../../fakes/http-server.ts";
import { countedBy, type EdgeRequest, judge, readWebAcl, readWebAclAlarms } from "../../fakes/web-acl.ts";
import { signedEvent } from "../../fakes/webhooks/signed-event.ts";

const open = readWebAcl();
const exempting = readWebAcl({ GitHubAddresses: "yes" });
const listed = readWebAcl({ GitHubAddresses: "yes", GitHubAddressesOnly: "yes" });
const passes = { rule: "webhooks", action: "Allow" };

const delivery = (change: Partial<EdgeRequest> = {}): EdgeRequest => ({
  method: "POST",
  path: "/webhooks/github",
  headers: signedEvent("issue_comment", "created").headers as Record<string, string>,
  ...change,
});
const without = (header: string) => {
  const { [header]: _, ...headers } = delivery().headers;
  return delivery({ headers });
};
const withHeader = (name: string, value: string) =>
  delivery({ headers: { ...delivery().headers, [name]: value } });
const health: EdgeRequest = { method: "GET", path: "/health", headers: {} };

/** The rules of AWS's groups that inspect the body. */
const bodyRules = [
  "AWSManagedRulesCommonRuleSet:SizeRestrictions_BODY",
  "AWSManagedRulesCommonRuleSet:EC2MetaDataSSRF_BODY",
  "AWSManagedRulesCommonRuleSet:GenericLFI_BODY",
  "AWSManagedRulesCommonRuleSet:GenericRFI_BODY",
  "AWSManagedRulesCommonRuleSet:CrossSiteScripting_BODY",
  "AWSManagedRulesKnownBadInputsRuleSet:JavaDeserializationRCE_BODY",
  "AWSManagedRulesKnownBadInputsRuleSet:Log4JRCE_BODY",
  "AWSManagedRulesKnownBadInputsRuleSet:ReactJSRCE_BODY",
];

test("GitHub's deliveries and health checks pass", () => {
  expect(judge(open, delivery())).toEqual(passes);
  expect(judge(open, health)).toEqual({ rule: "health", action: "Allow" });
});

test.each(bodyRules)(
  "a comment in which %s finds something passes: rules that inspect the body only count",
  (rule) => {
    expect(judge(open, delivery({ findings: [rule] }))).toEqual(passes);
  },
);

test("no other managed rule is overridden", () => {
  const overridden = open.Rules.flatMap(({ Statement: { ManagedRuleGroupStatement: group } }) =>
    (group?.RuleActionOverrides ?? []).map(({ Name }) => `${group?.Name}:${Name}`),
  );
  expect(overridden).toEqual(bodyRules);
});

test.each([
  ["common-attacks", "AWSManagedRulesCommonRuleSet:GenericLFI_URIPATH"],
  ["known-bad-inputs", "AWSManagedRulesKnownBadInputsRuleSet:Log4JRCE_HEADER"],
  ["bad-reputation", "AWSManagedRulesAmazonIpReputationList:AWSManagedIPReputationList"],
])("%s blocks findings of %s", (rule, finding) => {
  expect(judge(open, delivery({ findings: [finding] }))).toMatchObject({ rule, action: "Block" });
});

test.each([
  [404, "other-paths", delivery({ path: "/" })],
  [404, "other-paths", delivery({ path: "/webhooks" })],
  [404, "other-paths", { ...health, path: "/health/../.env" }],
  [404, "other-paths", { ...health, path: "/healthz" }],
  [405, "other-methods", delivery({ method: "GET" })],
  [405, "other-methods", delivery({ method: "PUT" })],
  [405, "other-methods", { ...health, method: "POST" }],
  [405, "other-methods", { ...delivery(), path: "/health" }],
  [403, "other-senders", without("x-github-event")],
  [403, "other-senders", without("x-github-delivery")],
  [403, "other-senders", without("x-hub-signature-256")],
  [403, "other-senders", without("user-agent")],
  [403, "other-senders", withHeader("user-agent", "curl/8.0 GitHub-Hookshot/1")],
  [403, "other-senders", withHeader("x-hub-signature-256", "")],
])("%i by %s", (status, rule, request) => {
  expect(judge(open, request)).toEqual({ rule, action: "Block", status });
  expect(judge(listed, { ...request, sets: ["GitHubAddressesV4"] })).toMatchObject({ status });
});

describe("refused requests with the form of GitHub's", () => {
  const forged = { headers: { "user-agent": "curl/8.0" } };

  test.each([
    ["another path", delivery({ path: "/webhook/github" })],
    ["another method", delivery({ method: "PUT" })],
    ["no secret, and so no signature", without("x-hub-signature-256")],
    ["no event", without("x-github-event")],
    ["no id", without("x-github-delivery")],
  ])("with %s are counted by their User-Agent", (_why, request) => {
    expect(countedBy(open, request)).toEqual(["malformed-webhooks"]);
    expect(judge(open, request).action).toBe("Block");
  });

  test.each([
    ["a good delivery", delivery()],
    ["a scanner", delivery({ ...forged, path: "/.env", method: "GET" })],
    ["a health check", health],
  ])("%s is not counted", (_what, request) => {
    expect(countedBy(open, request)).toEqual([]);
  });

  test("blocked by the later rules never come from a scanner: earlier rules check the form", () => {
    const findings = bodyRules.map((rule) => rule.replace("_BODY", "_URIPATH"));
    for (const change of [forged, { path: "/.env" }, { method: "GET" }]) {
      const request = delivery({ ...change, findings, floods: true });
      expect(["other-senders", "other-paths", "other-methods"]).toContain(judge(open, request).rule);
    }
    expect(judge(open, { ...health, findings, floods: true }).rule).toBe("health");
  });
});

describe("the rate of one address", () => {
  const refused = { rule: "rate-limit", action: "Block", status: 429 };

  test("is limited, except for GitHub's addresses if a list of them is kept", () => {
    expect(judge(open, delivery({ floods: true }))).toEqual(refused);
    expect(judge(exempting, delivery({ floods: true }))).toEqual(refused);
    for (const set of ["GitHubAddressesV4", "GitHubAddressesV6"]) {
      expect(judge(exempting, delivery({ floods: true, sets: [set] }))).toEqual(passes);
      expect(judge(listed, delivery({ floods: true, sets: [set] }))).toEqual(passes);
    }
  });

  test("also limits pings from other addresses", () => {
    const ping = { ...withHeader("x-github-event", "ping"), floods: true };
    expect(judge(listed, ping)).toEqual(refused);
  });
});

describe("with the list of addresses", () => {
  const elsewhere = { rule: "other-addresses", action: "Block", status: 403 };

  test("requests from GitHub's addresses pass, of both families, and no others", () => {
    for (const set of ["GitHubAddressesV4", "GitHubAddressesV6"]) {
      expect(judge(listed, delivery({ sets: [set] }))).toEqual(passes);
    }
    expect(judge(listed, delivery())).toEqual(elsewhere);
  });

  test("a health check passes from any address", () => {
    expect(judge(listed, health).action).toBe("Allow");
  });

  test("a ping passes from any address, only because of its event", () => {
    expect(judge(listed, withHeader("x-github-event", "ping"))).toEqual(passes);
    expect(judge(listed, withHeader("x-github-event", "ping,issue_comment"))).toEqual(elsewhere);
    expect(judge(listed, withHeader("x-github-event", "pings"))).toEqual(elsewhere);
  });
});

describe("as a separate stack", () => {
  const topic = "arn:aws:sns:us-east-1:111122223333:alarms";
  const namesWith = (parameters: object) =>
    readWebAclAlarms({ ...parameters }).map(({ AlarmName }) => AlarmName);
  const always = [
    ...["web-acl-edge-rate-limit", "web-acl-edge-bad-reputation", "web-acl-edge-common-attacks"],
    ...["web-acl-edge-known-bad-inputs", "web-acl-edge-malformed-webhooks", "web-acl-edge-large-callbacks"],
  ];

  test("has the alarms, which notify the given topic", () => {
    expect(namesWith({ AlarmTopic: topic }).toSorted()).toEqual(always.toSorted());
    const lists = { GitHubAddresses: "yes", GitHubAddressesOnly: "yes" };
    expect(namesWith({ AlarmTopic: topic, ...lists })).toContain("web-acl-edge-other-addresses");
    for (const { AlarmActions } of readWebAclAlarms({ AlarmTopic: topic })) {
      expect(AlarmActions).toEqual([topic]);
    }
  });

  test("has none without a topic in its region", () => {
    expect(namesWith({})).toEqual([]);
  });
});

describe("the stack's own ping", () => {
  let stop = async () => {};
  afterEach(() => stop());

  test("has everything that the rules require", async () => {
    const seen: EdgeRequest[] = [];
    const server = await startHttpServer((request, response) => {
      const { method = "", url = "" } = request;
      seen.push({ method, path: url, headers: request.headers as Record<string, string> });
      response.end("{}");
    });
    stop = server.stop;
    await createWebhookEndpoint(`${server.url}/webhooks/github`).ping("secret");
    expect(seen.map((request) => judge(listed, request))).toEqual([passes]);
  });
});

test("every rule has its own priority and its own metric name", () => {
  const rules = listed.Rules as ((typeof listed.Rules)[number] & {
    VisibilityConfig: { MetricName: string };
  })[];
  expect(new Set(rules.map(({ Priority }) => Priority)).size).toBe(rules.length);
  for (const { Name, VisibilityConfig } of rules) expect(VisibilityConfig.MetricName).toBe(Name);
});

describe("callbacks, whose senders are not GitHub", () => {
  const path = `/callbacks/${"a_B-9z".repeat(8)}`;
  const callback = (change: Partial<EdgeRequest> = {}): EdgeRequest => ({
    method: "POST",
    path,
    headers: { "user-agent": "legacy-bot/1.0", "content-length": "262144" },
    ...change,
  });
  const sized = (length: number) => callback({ headers: { "content-length": String(length) } });
  const accepted = { rule: "callbacks", action: "Allow" };

  test.each([
    ["without a list of addresses", open],
    ["with a list", exempting],
    ["where webhooks come from the list only", listed],
  ])("pass from every address, without GitHub's headers, %s", (_where, acl) => {
    expect(judge(acl, callback())).toEqual(accepted);
    expect(judge(acl, callback({ headers: {} }))).toEqual(accepted);
    expect(countedBy(acl, callback())).toEqual([]);
  });

  test.each(bodyRules)("pass when %s finds something in the body", (rule) => {
    expect(judge(open, callback({ findings: [rule] }))).toEqual(accepted);
  });

  test.each([
    [404, "other-paths", callback({ path: "/callbacks" })],
    [404, "other-paths", callback({ path: "/callbacks/" })],
    [404, "other-paths", callback({ path: `${path}x` })],
    [404, "other-paths", callback({ path: `${path}/` })],
    [404, "other-paths", callback({ path: path.replace("_", "%") })],
    [405, "other-methods", callback({ method: "GET" })],
    [405, "other-methods", callback({ method: "PUT" })],
    [429, "rate-limit", callback({ floods: true })],
  ])("%i by %s", (status, rule, request) => {
    for (const acl of [open, exempting, listed]) {
      expect(judge(acl, request)).toEqual({ rule, action: "Block", status });
    }
  });

  test("are refused by the rules for reputation and for attacks outside the body", () => {
    for (const finding of bodyRules.map((rule) => rule.replace("_BODY", "_URIPATH"))) {
      expect(judge(open, callback({ findings: [finding] })).action).toBe("Block");
    }
  });

  test("of more than 256 KiB are refused by their declared length", () => {
    const allowed = [0, 1, 99_999, 199_999, 259_999, 262_099, 262_143, 262_144];
    const refused = [262_145, 262_150, 262_200, 263_000, 270_000, 300_000, 999_999, 1_000_000, 99_999_999];
    expect(allowed.map((length) => judge(open, sized(length)))).toEqual(allowed.map(() => accepted));
    expect(new Set(refused.map((length) => judge(open, sized(length)).status))).toEqual(new Set([413]));
  });

  test("leave the limit of webhooks as it is", () => {
    expect(judge(open, withHeader("content-length", "6000000"))).toEqual(passes);
  });
});
