import type { HttpExchange } from "../server/listen.ts";

const path = /^\/2016-08-19\/account-settings\/?(?:\?.*)?$/;

export function isSettingsRequest(url: string): boolean {
  return path.test(url);
}

/** The quotas of an account with AWS's defaults: https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export function serveSettings(functions: number, { response }: HttpExchange): void {
  const limit = { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 };
  const settings = { AccountLimit: limit, AccountUsage: { FunctionCount: functions } };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(settings));
}
