import type { AwsOptions } from "./aws-options.ts";
import { createTemplate, type Template, type TemplateResource } from "./template/template.ts";

/** The only account that fauxqs supports. */
const accountId = "000000000000";

export function stackNameOf({ stackName, stage }: AwsOptions): string {
  return stackName ?? `pr-comment-automation-${stage}`;
}

/** Returns the template with the service's functions and state machines under their own names. */
export function createLaptopTemplate(options: AwsOptions, queueEndpoint: string): Template {
  const { region, functions, stateMachines } = options;
  // The framework adds the API, from the functions' events, after the laptop has read the template.
  const resources: Record<string, TemplateResource> = {
    ...options.resources,
    HttpApi: { Type: "AWS::ApiGatewayV2::Api" },
  };
  const names: Record<string, string> = {};
  for (const { logicalId, name } of functions) {
    resources[logicalId] = { Type: "AWS::Lambda::Function" };
    names[logicalId] = name;
  }
  for (const [logicalId, { name }] of Object.entries(stateMachines)) {
    resources[logicalId] = { Type: "AWS::StepFunctions::StateMachine" };
    names[logicalId] = name;
  }
  return createTemplate({
    stackName: stackNameOf(options),
    place: { region, accountId, queueEndpoint, httpEndpoint: options.httpEndpoint ?? "" },
    resources,
    names,
    parameters: options.parameters ?? {},
    conditions: options.conditions ?? {},
  });
}
