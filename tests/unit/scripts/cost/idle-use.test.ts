import { describe, expect, test } from "@jest/globals";
import { idleUse } from "../../../../scripts/cost/idle-use.ts";
import { readStack } from "../../../../scripts/cost/stack.ts";
import { aFunction, anEdge, aTemplate } from "./templates.ts";

type Resources = Parameters<typeof aTemplate>[0];

const idle = (resources: Resources, parameters = {}) => idleUse(readStack(aTemplate(resources), parameters));
const metric = (id: string) => ({ Id: id, MetricStat: { Stat: "Sum", Period: 300 } });

describe("resources that exist all month", () => {
  test("none in an empty stage", () => {
    expect(idle({})).toEqual({});
  });

  test("only those without a condition or with one that holds", () => {
    expect(idle(anEdge)).toEqual({ webAcl: 1, webAclRule: 1 });
    expect(idle(anEdge, { Trail: "yes" })).toEqual({ webAcl: 1, webAclRule: 2 });
    expect(idle(anEdge, { Edge: "none" })).toEqual({});
  });

  test("an alarm by its metrics, not by its expressions", () => {
    const alarm = (Properties: object) => ({ Type: "AWS::CloudWatch::Alarm", Properties }) as never;
    const use = idle({
      Plain: alarm({ MetricName: "5xx" }),
      Ratio: alarm({ Metrics: [{ Id: "e", Expression: "a / b" }, metric("a"), metric("b")] }),
      Sum: { Type: "AWS::CloudWatch::CompositeAlarm", Properties: {} },
    });

    expect(use).toEqual({ alarmMetric: 3, compositeAlarm: 1 });
  });

  test("the metric of a filter only if the filter has a default value", () => {
    const filter = (transformation: Record<string, string | number>) => ({
      Type: "AWS::Logs::MetricFilter",
      Properties: { MetricTransformations: [{ MetricValue: "1", ...transformation }] },
    });

    expect(idle({ Failed: filter({}), All: filter({ DefaultValue: 0 }) })).toEqual({ customMetric: 1 });
  });

  test("warm instances by their memory", () => {
    const alias = (ProvisionedConcurrentExecutions: number) => ({
      Warm: {
        Type: "AWS::Lambda::Alias",
        Properties: {
          FunctionName: { Ref: "DispatchEventLambdaFunction" },
          ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions },
        },
      },
    });

    expect(idle(alias(3))).toEqual({ warmGbSecond: 3 * 0.5 * 730 * 3600 });
    expect(idle(alias(0))).toEqual({});
  });
});

describe("activity without traffic", () => {
  test("Lambda polls a queue; a table's stream is free", () => {
    const mapping = (source: string) => ({
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: { EventSourceArn: { "Fn::GetAtt": [source, "Arn"] } },
    });
    const queue = { Type: "AWS::SQS::Queue", Properties: {} };
    const use = idle({ EventQueue: queue, Dead: queue, A: mapping("EventQueue"), B: mapping("JobTable") });

    expect(use).toEqual({ queueRequest: 5 * 3 * 60 * 730 });
  });

  test("a schedule runs its function", () => {
    const use = idle({
      RefreshAddressesLambdaFunction: aFunction(256),
      Clock: aSchedule("RefreshAddresses", "rate(6 hours)"),
    });

    expect(use.schedule).toBeCloseTo(730 / 6);
    expect(use.functionRequest).toBeCloseTo(730 / 6);
    expect(use.apiRequest).toBeUndefined();
  });

  test("a run is traced if its function is", () => {
    const traced = (Mode: string) => ({
      RefreshAddressesLambdaFunction: {
        Type: "AWS::Lambda::Function",
        Properties: { MemorySize: 256, TracingConfig: { Mode } },
      },
      Clock: aSchedule("RefreshAddresses", "rate(6 hours)"),
    });

    expect(idle(traced("Active")).trace).toBeCloseTo(730 / 6);
    expect(idle(traced("PassThrough")).trace).toBeUndefined();
  });

  test("a ping is also a request to the webhook's function", () => {
    const ping = {
      PingWebhookLambdaFunction: aFunction(512),
      Clock: aSchedule("PingWebhook", "rate(5 minutes)"),
    };
    const use = idle({ ...ping, ...anEdge });

    expect(use).toMatchObject({
      schedule: 8760,
      apiRequest: 8760,
      edgeRequest: 8760,
      functionRequest: 17_520,
    });
    expect(use).not.toHaveProperty("tableWrite");
    expect(idle(ping)).not.toHaveProperty("edgeRequest");
  });

  test("throws for a schedule that is not a rate", () => {
    expect(() => idle({ Clock: aSchedule("RunEmployee", "cron(0 4 * * ? *)") })).toThrow(
      '"cron(0 4 * * ? *)" is not a rate',
    );
  });
});

function aSchedule(target: string, ScheduleExpression: string) {
  return {
    Type: "AWS::Scheduler::Schedule",
    Properties: {
      ScheduleExpression,
      Target: { Arn: { "Fn::GetAtt": [`${target}LambdaFunction`, "Arn"] } },
    },
  };
}
