import { userInfo } from "node:os";
import type { QueryOperations } from "../server/query-service.ts";

const Account = "000000000000";

/** Security Token Service: every caller is the user who started the laptop. */
export const callerApi: QueryOperations = {
  /** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
  GetCallerIdentity() {
    const name = userName();
    return { Account, Arn: `arn:aws:iam::${Account}:user/${name}`, UserId: name };
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
