/** A MiniStack response that differs from AWS's. */
export interface Correction {
  /** Selects the requests, by path and body. */
  meets(path: string, body: string): boolean;
  correct(answer: string): string;
}

const most = 100;

/** `DescribeStackResources` returns the first hundred resources of a stack; MiniStack returns all of them. */
export const firstHundredResources: Correction = {
  meets: (_path, body) => new URLSearchParams(body).get("Action") === "DescribeStackResources",
  correct(answer) {
    const members = answer.match(/<member>.*?<\/member>/gs) ?? [];
    return members.slice(most).reduce((text, member) => text.replace(member, ""), answer);
  },
};

/** A new account: 10 concurrent functions, none of which may be reserved. */
export const newAccount: Correction = {
  meets: (path) => path.startsWith("/2016-08-19/account-settings"),
  correct(answer) {
    const settings = JSON.parse(answer) as { AccountLimit: Record<string, number> };
    Object.assign(settings.AccountLimit, { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 });
    return JSON.stringify(settings);
  },
};
