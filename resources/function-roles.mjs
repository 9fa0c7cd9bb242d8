/**
 * Finishes what serverless-iam-roles-per-function begins. Every function has a role of its own, and here
 * - the shared role, which the framework makes for all of them, is taken out: nobody uses it;
 * - the roles lose their fixed names, which may not pass 64 characters (service, stage, function and region do) and
 *   which CloudFormation cannot replace: it names them itself;
 * - a function may write to its own log group and create none: one that a late line created would never expire;
 * - a function may send its traces, which know no resources;
 * - what belongs to an optional function has its condition.
 */
export default class FunctionRoles {
  constructor(serverless) {
    const { classes, service } = serverless;
    const { naming } = serverless.getProvider("aws");
    this.hooks = {
      // The roles plugin refuses a long name before it can be taken away, unless it is given one.
      "before:package:compileFunctions": function giveProvisionalNames() {
        for (const key of service.getAllFunctions()) service.getFunction(key).iamRoleStatementsName = key;
      },
      "before:package:finalize": function finishRoles() {
        const { Resources } = service.provider.compiledCloudFormationTemplate;
        const shared = naming.getRoleLogicalId();
        for (const key of service.getAllFunctions()) {
          const { condition } = service.getFunction(key);
          const role = Resources[naming.getNormalizedFunctionName(key) + shared];
          if (!role) {
            throw new classes.Error(
              `${key} would share a role: give it iamRoleStatements in its function.yml ([] for none).`,
            );
          }
          delete role.Properties.RoleName;
          const logGroup = naming.getLogGroupLogicalId(key);
          const { Statement } = role.Properties.Policies[0].PolicyDocument;
          Statement.splice(0, 1, logging(logGroup), tracing);
          if (condition)
            for (const id of [naming.getNormalizedFunctionName(key) + shared, logGroup]) {
              Resources[id].Condition = condition;
            }
        }
        delete Resources[shared];
      },
    };
  }
}

const tracing = {
  Effect: "Allow",
  Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
  Resource: "*",
};

function logging(logGroup) {
  return {
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: { "Fn::GetAtt": [logGroup, "Arn"] },
  };
}
