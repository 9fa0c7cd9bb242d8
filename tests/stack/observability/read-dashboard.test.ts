import { expect, test } from "@jest/globals";
import { readDashboard } from "./read-dashboard.ts";

function aTemplate(body: unknown, edge = "none") {
  return {
    Parameters: { Edge: { Default: edge } },
    Conditions: { HasEdge: { "Fn::Equals": [{ Ref: "Edge" }, "cloudfront"] } },
    Resources: {
      Late: { Type: "AWS::CloudWatch::Alarm", Properties: { AlarmName: "service-dev-late" } },
      Queue: { Type: "AWS::SQS::Queue", Properties: {} },
      Dashboard: {
        Type: "AWS::CloudWatch::Dashboard",
        Properties: { DashboardName: "service-dev", DashboardBody: body },
      },
    },
  };
}

test("references are the resources' names, or their logical ids", () => {
  const text = `{"widgets": [{"properties": {"alarms": ["\${Late.Arn}"], "title": "\${Queue.QueueName}"}}]}`;

  const dashboard = readDashboard(aTemplate({ "Fn::Sub": text }));

  expect(dashboard.name).toBe("service-dev");
  expect(dashboard.widgets).toEqual([{ properties: { alarms: ["service-dev-late"], title: "Queue" } }]);
});

test("a row is there under its condition", () => {
  const body = {
    "Fn::Join": ["", ['{"widgets": [', { "Fn::If": ["HasEdge", '{"type": "text"}', ""] }, "]}"]],
  };

  expect(readDashboard(aTemplate(body)).widgets).toEqual([]);
  expect(readDashboard(aTemplate(body, "cloudfront")).widgets).toEqual([{ type: "text" }]);
});

test("a template without a dashboard is refused", () => {
  expect(() => readDashboard({ Resources: {} })).toThrow("no dashboard");
});
