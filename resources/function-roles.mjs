/**
 * serverless-iam-roles-per-function gives every function a role of its own and leaves the shared one, which the
 * framework makes for all of them, in the template. Nobody uses it: it is taken out.
 */
export default class RemoveSharedRole {
  constructor(serverless) {
    this.hooks = {
      "before:package:finalize": function removeSharedRole() {
        const { Resources } = serverless.service.provider.compiledCloudFormationTemplate;
        const { IamRoleLambdaExecution: _, ...others } = Resources;
        if (JSON.stringify(others).includes('"IamRoleLambdaExecution"')) {
          throw new serverless.classes.Error(
            "A function still uses the shared role: give it iamRoleStatements in its function.yml ([] for none).",
          );
        }
        delete Resources.IamRoleLambdaExecution;
      },
    };
  }
}
