/**
 * Completes the roles of serverless-iam-roles-per-function:
 * - removes the framework's shared role, which no function uses;
 * - removes the roles' fixed names, so that CloudFormation names them: fixed names would exceed 64 characters and could
 *   not be replaced;
 * - lets a function write to its own log group but create none, because a new log group would never expire;
 * - lets a traced function send traces, which have no resource;
 * - gives the resources of an optional function its condition.
 */
export default class FunctionRoles {
  constructor(serverless) {
    const { classes, service } = serverless;
    const { naming } = serverless.getProvider("aws");
    this.hooks = {
      // The roles plugin refuses long generated names, so each role needs a short one until the names are removed.
      "before:package:compileFunctions": function giveProvisionalNames() {
        for (const key of service.getAllFunctions()) service.getFunction(key).iamRoleStatementsName = key;
      },
      "before:package:finalize": function finishRoles() {
        const { Resources } = service.provider.compiledCloudFormationTemplate;
        const shared = naming.getRoleLogicalId();
        for (const key of service.getAllFunctions()) {
          const { condition, tracing } = service.getFunction(key);
          const role = Resources[naming.getNormalizedFunctionName(key) + shared];
          if (!role) {
            throw new classes.Error(
              `${key} has no role of its own: add iamRoleStatements to its function.yml ([] for none).`,
            );
          }
          delete role.Properties.RoleName;
          const logGroup = naming.getLogGroupLogicalId(key);
          const { Statement } = role.Properties.Policies[0].PolicyDocument;
          Statement.splice(0, 1, logging(logGroup), ...(tracing === "PassThrough" ? [] : [sendingTraces]));
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

const sendingTraces = {
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
