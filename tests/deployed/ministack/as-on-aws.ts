/** An answer of MiniStack's that AWS gives otherwise. */
export interface Correction {
  /** Whether a request is meant, by its path and its body. */
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

/** The account is a new one: 10 functions at the same time, none of which may be reserved. */
export const newAccount: Correction = {
  meets: (path) => path.startsWith("/2016-08-19/account-settings"),
  correct(answer) {
    const settings = JSON.parse(answer) as { AccountLimit: Record<string, number> };
    Object.assign(settings.AccountLimit, { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 });
    return JSON.stringify(settings);
  },
};
