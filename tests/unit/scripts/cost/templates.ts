type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A template with one resource of each counted type, with the properties that the scripts read. */
export function aTemplate(resources: Record<string, Json> = {}) {
  return {
    Parameters: { Edge: { Type: "String", Default: "cloudfront" }, Trail: { Type: "String", Default: "no" } },
    Conditions: {
      HasEdge: { "Fn::Equals": [{ Ref: "Edge" }, "cloudfront"] },
      HasTrail: { "Fn::Equals": [{ Ref: "Trail" }, "yes"] },
    },
    Resources: {
      ReceiveWebhookLambdaFunction: aFunction(1024),
      DispatchEventLambdaFunction: aFunction(512),
      AcknowledgeJobLambdaFunction: aFunction(512),
      FreezeContextLambdaFunction: aFunction(512),
      RunEmployeeLambdaFunction: aFunction(1024),
      PublishResultLambdaFunction: aFunction(512),
      EmployeeTask: aStateMachine(),
      ...resources,
    },
  };
}

export function aFunction(MemorySize: number): Json {
  return { Type: "AWS::Lambda::Function", Properties: { MemorySize } };
}

export const anEdge: Record<string, Json> = {
  Distribution: { Type: "AWS::CloudFront::Distribution", Condition: "HasEdge", Properties: {} },
  WebAcl: {
    Type: "AWS::WAFv2::WebACL",
    Condition: "HasEdge",
    Properties: {
      Rules: [{ Name: "one" }, { "Fn::If": ["HasTrail", { Name: "two" }, { Ref: "AWS::NoValue" }] }],
    },
  },
};

/** Four states, one of them a Choice whose default leads elsewhere. */
function aStateMachine(): Json {
  const definition = {
    StartAt: "Acknowledge",
    States: {
      Acknowledge: { Type: "Task", Next: "MayRun" },
      MayRun: { Type: "Choice", Choices: [{ Next: "Run" }], Default: "Refused" },
      Run: { Type: "Task", Next: "Answered" },
      Answered: { Type: "Succeed" },
      Refused: { Type: "Succeed" },
    },
  };
  return {
    Type: "AWS::StepFunctions::StateMachine",
    Properties: { DefinitionString: { "Fn::Sub": [JSON.stringify(definition), {}] } },
  };
}
