import { address } from "./statements.ts";
import { at, type Json, type JsonObject, ofType, resource, type Template } from "./template.ts";

export type Caller = "api" | "queue" | "stream" | "schedule" | "secret" | "workflow";

/** The kinds of a function's callers: one entry for every resource that calls it. */
export function callersOf(template: Template, logicalId: string): Caller[] {
  const calls = (type: string, caller: (properties: JsonObject) => Caller, ...path: string[]) =>
    ofType(template, type)
      .filter(([, { Properties }]) => address(at(Properties, ...path) as Json).startsWith(`{${logicalId}}`))
      .map(([, { Properties }]) => caller(Properties));
  const machine = JSON.stringify(resource(template, "EmployeeTask").Properties);
  return [
    ...calls("AWS::ApiGatewayV2::Integration", () => "api", "IntegrationUri"),
    ...calls(
      "AWS::Lambda::EventSourceMapping",
      ({ EventSourceArn }) => source(EventSourceArn),
      "FunctionName",
    ),
    ...calls("AWS::Scheduler::Schedule", () => "schedule", "Target", "Arn"),
    ...calls("AWS::SecretsManager::RotationSchedule", () => "secret", "RotationLambdaARN"),
    ...(machine.includes(logicalId) ? ["workflow" as const] : []),
  ];

  function source(arn: Json | undefined): Caller {
    const { Type } = resource(template, String(at(arn, "Fn::GetAtt", 0)));
    return Type === "AWS::SQS::Queue" ? "queue" : "stream";
  }
}
