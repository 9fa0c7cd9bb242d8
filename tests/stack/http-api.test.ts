import { describe, expect, test } from "@jest/globals";
import { packageService } from "./packaging/package-service.ts";
import { functionsOf, ofType } from "./packaging/template.ts";

const packages = await packageService();

describe.each(packages)("HTTP API of $stage", ({ template }) => {
  const routes = ofType(template, "AWS::ApiGatewayV2::Route");
  const integrations = ofType(template, "AWS::ApiGatewayV2::Integration");

  test("knows the webhook's route and answers everything else by the same function", () => {
    expect(routes.map(([, { Properties }]) => Properties.RouteKey)).toEqual([
      "POST /webhooks/github",
      "$default",
    ]);
    expect(integrations).toHaveLength(1);
    expect(integrations[0]?.[1].Properties).toMatchObject({
      IntegrationUri: { "Fn::GetAtt": ["ReceiveWebhookLambdaFunction", "Arn"] },
      PayloadFormatVersion: "2.0",
    });
  });

  test("gives up before GitHub does and after the function has", () => {
    const [, integration] = integrations[0] ?? [];
    const receiver = functionsOf(template).find(({ key }) => key === "receiveWebhook");
    const milliseconds = Number(integration?.Properties.TimeoutInMillis);

    expect(receiver?.timeout).toBeLessThanOrEqual(8);
    expect(milliseconds).toBeLessThanOrEqual(9_000);
    expect(milliseconds).toBeGreaterThan(1_000 * (receiver?.timeout ?? Infinity));
  });

  test("nothing else may be called from outside", () => {
    const permissions = ofType(template, "AWS::Lambda::Permission");

    expect(permissions.map(([, { Properties }]) => Properties.FunctionName)).toEqual([
      { "Fn::GetAtt": ["ReceiveWebhookLambdaFunction", "Arn"] },
    ]);
    expect(ofType(template, "AWS::Lambda::Url")).toEqual([]);
  });
});
