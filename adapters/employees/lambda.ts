import { InvokeCommand, type InvokeCommandOutput, LambdaClient } from "@aws-sdk/client-lambda";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { EmployeeCaller } from "../../core/employees/employee-caller.ts";
import { requireReply } from "../../core/employees/read-reply.ts";
import { PermanentError, RetryableError } from "../../core/errors.ts";
import type { Employee } from "../../core/roster/employee.ts";
import { longTimeouts } from "../runtime/aws-client.ts";
import type { EmployeeCircuits } from "./circuits.ts";
import { functionError, invocationError } from "./lambda-errors.ts";

type Function = NonNullable<Employee["lambda"]>;

export interface LambdaCallerDeps {
  circuits: EmployeeCircuits;
  clientOf?: (target: Function) => LambdaClient;
}

/**
 * Calls employees that are Lambda functions, synchronously: what the function returns is the result. The SDK retries
 * throttled and failed invocations three times; nothing retries a function that ran, except the workflow.
 */
export function createLambdaCaller({
  circuits,
  clientOf = createClients(),
}: LambdaCallerDeps): EmployeeCaller {
  async function invoke(target: Function, task: object, signal: AbortSignal): Promise<string> {
    const command = new InvokeCommand({ FunctionName: target.function_arn, Payload: JSON.stringify(task) });
    const output = await clientOf(target)
      .send(command, { abortSignal: signal })
      .catch((error: unknown) => {
        throw signal.aborted ? tooLate() : invocationError(error);
      });
    const text = textOf(output);
    if (output.FunctionError !== undefined) throw functionError(text);
    return requireReply(text);
  }

  return {
    async call({ lambda, name }, task, signal) {
      if (!lambda)
        throw new PermanentError("employee_function_missing", `The roster has no function for ${name}`);
      return { result: await circuits.run(name, () => invoke(lambda, task, signal)) };
    },
    // The function responds to the call, so there is no listener for a notice.
    cancel: async () => null,
  };
}

function textOf({ Payload }: InvokeCommandOutput): string {
  return Payload?.transformToString() ?? "";
}

const tooLate = (): RetryableError =>
  new RetryableError("employee_no_response", "The employee's function did not respond in time");

/** Returns one client for each region and role. */
function createClients(sts = new STSClient(longTimeouts)): (target: Function) => LambdaClient {
  const clients = new Map<string, LambdaClient>();
  return ({ function_arn, role_arn }) => {
    const region = function_arn.split(":")[3] ?? "";
    const key = `${region} ${role_arn}`;
    const known = clients.get(key);
    if (known) return known;
    const client = new LambdaClient({
      region,
      maxAttempts: 3,
      requestHandler: { connectionTimeout: 1_000 },
      ...(role_arn === null ? {} : { credentials: () => assumeRole(sts, role_arn) }),
    });
    clients.set(key, client);
    return client;
  };
}

/** Returns credentials of a role for 15 minutes. The client asks again before they expire. */
async function assumeRole(sts: STSClient, RoleArn: string) {
  const session = { RoleArn, RoleSessionName: "pr-comment-automation", DurationSeconds: 900 };
  const { Credentials } = await sts.send(new AssumeRoleCommand(session)).catch((error: unknown) => {
    throw invocationError(error);
  });
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "", Expiration } = Credentials ?? {};
  const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return { ...keys, ...(Expiration ? { expiration: Expiration } : {}) };
}
