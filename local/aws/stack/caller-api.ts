import { userInfo } from "node:os";
import type { QueryOperations } from "../server/query-service.ts";

const Account = "000000000000";

/** Security Token Service: every caller is the user who started the laptop, in every role. */
export const callerApi: QueryOperations = {
  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
  GetCallerIdentity() {
    const name = userName();
    return { Account, Arn: `arn:aws:iam::${Account}:user/${name}`, UserId: name };
  },
  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
  AssumeRole({ RoleArn = "", RoleSessionName = "", DurationSeconds = "3600" }) {
    const keys = { AccessKeyId: "local", SecretAccessKey: "local", SessionToken: "local" };
    const Expiration = new Date(Date.now() + Number(DurationSeconds) * 1_000).toISOString();
    const Arn = `${RoleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/${RoleSessionName}`;
    return { Credentials: { ...keys, Expiration }, AssumedRoleUser: { Arn, AssumedRoleId: "local" } };
  },
};

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id without a name.
    return "local";
  }
}
