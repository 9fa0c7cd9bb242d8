import { describe, expect, test } from "@jest/globals";
import { deploy, stackId } from "./packaging/deployment.ts";
import { packageService } from "./packaging/package-service.ts";
import { at, functionsOf, type Json, ofType, resource } from "./packaging/template.ts";

const packages = await packageService();

/** Resources in front of and behind the API, by the stage's options. */
const surroundings = [
  { Edge: "none", Domain: "", url: "https://{HttpApi.ApiEndpoint}", closed: false },
  { Edge: "none", Domain: "hooks.example.com", url: "https://hooks.example.com", closed: true },
  { Edge: "cloudfront", Domain: "", url: "https://{Distribution.DomainName}", closed: false },
  { Edge: "cloudfront", Domain: "hooks.example.com", url: "https://hooks.example.com", closed: true },
];

describe.each(packages)("HTTP API of $stage", ({ stage, template }) => {
  const integrations = ofType(template, "AWS::ApiGatewayV2::Integration");
  const publicRoutes = ofType(template, "AWS::ApiGatewayV2::Route").filter(
    ([, { Condition }]) => Condition === undefined,
  );
  const routed = [
    ...["ReceiveWebhookLambdaFunction", "ReceiveCallbackLambdaFunction", "CheckHealthLambdaFunction"],
  ].map((id) => calledAt(id));

  test("routes webhooks, callbacks and the health check, and sends everything else to the webhook's function", () => {
    const routes = publicRoutes.map(([, { Properties }]) => [
      Properties.RouteKey,
      at(Properties.Target, "Fn::Join", 1, 1, "Ref"),
    ]);

    expect(Object.fromEntries(routes)).toEqual({
      "POST /webhooks/github": "HttpApiIntegrationReceiveWebhook",
      $default: "HttpApiIntegrationReceiveWebhook",
      "POST /callbacks/{id}": "HttpApiIntegrationReceiveCallback",
      "GET /health": "HttpApiIntegrationCheckHealth",
    });
  });

  test("gives the edge its own routes, under an unguessable path", () => {
    const stack = deploy(template, { Edge: "cloudfront" });
    const own = ["EdgeWebhookRoute", "EdgeCallbackRoute", "EdgeHealthRoute"].map((id) =>
      stack.properties(id),
    );
    const origins = at(stack.properties("Distribution"), "DistributionConfig", "Origins") as Json[];

    expect(own).toEqual([
      {
        ApiId: "{HttpApi}",
        RouteKey: `POST /${stackId}/webhooks/github`,
        Target: "integrations/{HttpApiIntegrationReceiveWebhook}",
      },
      {
        ApiId: "{HttpApi}",
        RouteKey: `POST /${stackId}/callbacks/{id}`,
        Target: "integrations/{HttpApiIntegrationReceiveCallback}",
      },
      {
        ApiId: "{HttpApi}",
        RouteKey: `GET /${stackId}/health`,
        Target: "integrations/{HttpApiIntegrationCheckHealth}",
      },
    ]);
    expect(origins.map((origin) => at(origin, "OriginPath"))).toEqual([`/${stackId}`]);
    expect(deploy(template, { Edge: "none" }).makes("EdgeWebhookRoute")).toBe(false);
  });

  test("throttles requests that bypass the edge to almost nothing, on each public route", () => {
    const settings = (Edge: string) => deploy(template, { Edge }).properties("HttpApiStage").RouteSettings;
    const little = { DetailedMetricsEnabled: false, ThrottlingRateLimit: 1, ThrottlingBurstLimit: 5 };

    expect(settings("none")).toBeUndefined();
    expect(settings("cloudfront")).toEqual(
      Object.fromEntries(publicRoutes.map(([, { Properties }]) => [Properties.RouteKey, little])),
    );
  });

  test("narrows the public routes after their creation and after CloudFront stopped using them", () => {
    const needed = publicRoutes.map(([id]) => id);

    expect(at(resource(template, "HttpApiStage"), "DependsOn")).toEqual(expect.arrayContaining(needed));
    // DependsOn may not name a resource that a condition leaves out.
    expect(at(resource(template, "HttpApiStage"), "Metadata")).toEqual({
      NarrowedAfter: { "Fn::If": ["HasEdge", { Ref: "Distribution" }, "none"] },
    });
    expect(at(resource(template, "Distribution"), "DependsOn")).toEqual([
      "EdgeWebhookRoute",
      "EdgeCallbackRoute",
      "EdgeHealthRoute",
    ]);
  });

  test("calls the functions' provisioned aliases", () => {
    expect(integrations.map(([, { Properties }]) => Properties.IntegrationUri)).toEqual(routed);
    for (const [, { Properties }] of integrations) expect(Properties.PayloadFormatVersion).toBe("2.0");
  });

  test("is the only external caller of these functions", () => {
    const permissions = ofType(template, "AWS::Lambda::Permission")
      .map(([, { Properties }]) => Properties)
      .filter(({ Principal }) => Principal !== "secretsmanager.amazonaws.com");

    expect(permissions.map(({ FunctionName }) => FunctionName)).toEqual(routed);
    for (const { Principal, SourceArn } of permissions) {
      expect(Principal).toBe("apigateway.amazonaws.com");
      expect(JSON.stringify(SourceArn)).toContain('{"Ref":"HttpApi"},"/*"]');
    }
    expect(ofType(template, "AWS::Lambda::Url")).toEqual([]);
  });

  test.each(integrations)("%s times out before GitHub does and after the function", (id, { Properties }) => {
    const called = functionsOf(template).find(({ logicalId }) => {
      return JSON.stringify(Properties.IntegrationUri).includes(logicalId);
    });

    expect([id, called?.timeout]).toEqual([id, expect.any(Number)]);
    expect(Properties.TimeoutInMillis).toBeLessThanOrEqual(9_000);
    expect(Properties.TimeoutInMillis).toBeGreaterThan(1_000 * (called?.timeout ?? Infinity));
  });

  test("throttles at the stage's rate", () => {
    expect(resource(template, "HttpApiStage").Properties.DefaultRouteSettings).toEqual({
      DetailedMetricsEnabled: false,
      ThrottlingRateLimit: stage === "prod" ? 200 : 100,
      ThrottlingBurstLimit: stage === "prod" ? 400 : 200,
    });
  });

  test("logs every request, without its body, its headers and the id of a callback in its path", () => {
    const { AccessLogSettings } = resource(template, "HttpApiStage").Properties;
    const format = JSON.parse(String(at(AccessLogSettings, "Format"))) as Record<string, string>;

    expect(at(AccessLogSettings, "DestinationArn")).toEqual({ "Fn::GetAtt": ["HttpApiLogGroup", "Arn"] });
    expect(Object.keys(format)).toEqual(
      expect.arrayContaining(["time", "request_id", "status", "latency_ms", "address"]),
    );
    expect(Object.values(format).filter((value) => !/^\$context\.\w+(?:\.\w+)?$/.test(value))).toEqual([]);
    expect(JSON.stringify(format)).not.toMatch(/authorizer|header|querystring|\$context\.(?:\w+\.)?path/i);
  });

  test.each(surroundings)(
    "has one address with edge $Edge and domain '$Domain'",
    ({ url, closed, ...options }) => {
      const stack = deploy(template, options);
      const told = ["PingWebhook", "RotateWebhookSecret"].map((name) =>
        at(stack.properties(`${name}LambdaFunction`), "Environment", "Variables", "WEBHOOK_URL"),
      );

      expect(stack.output("WebhookUrl")).toBe(`${url}/webhooks/github`);
      expect(stack.output("CallbackUrl")).toBe(`${url}/callbacks/`);
      expect(told).toEqual([`${url}/webhooks/github`, `${url}/webhooks/github`]);
      expect(stack.properties("HttpApi").DisableExecuteApiEndpoint).toBe(closed);
    },
  );

  test.each(["ReceiveWebhook", "ReceiveCallback", "CheckHealth"])(
    "%s requires the edge's secret wherever there is an edge",
    (name) => {
      const asked = (Edge: string) =>
        at(
          deploy(template, { Edge }).properties(`${name}LambdaFunction`),
          "Environment",
          "Variables",
          "ORIGIN_SECRET_ID",
        );

      expect([asked("cloudfront"), asked("none")]).toEqual(["{OriginSecret}", "none"]);
    },
  );

  function calledAt(logicalId: string): unknown {
    const arn = { "Fn::GetAtt": [logicalId, "Arn"] };
    const isWarm = ofType(template, "AWS::Lambda::Alias").some(
      ([, { Properties }]) => at(Properties.FunctionName, "Ref") === logicalId,
    );
    return isWarm ? { "Fn::Join": [":", [arn, "provisioned"]] } : arn;
  }
});
