import type { HttpExchange } from "../server/listen.ts";
import { sendJson } from "../server/rest-response.ts";

const path = /^\/2016-08-19\/account-settings\/?(?:\?.*)?$/;

export function isAccountSettingsRequest(url: string): boolean {
  return path.test(url);
}

/** Serves the quotas of an account that has AWS's defaults: https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export function serveAccountSettings(functions: number, { response }: HttpExchange): void {
  const limit = { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 };
  const settings = { AccountLimit: limit, AccountUsage: { FunctionCount: functions } };
  sendJson(response, 200, settings);
}
