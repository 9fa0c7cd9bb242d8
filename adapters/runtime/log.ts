import { Logger } from "@aws-lambda-powertools/logger";
import type { Context } from "aws-lambda";

const logger = new Logger({ serviceName: "pr-comment-automation" });

/**
 * Structured logs by Powertools: one JSON object per line. After `begin` each line names the function, the request and
 * whether it was a cold start. `POWERTOOLS_LOG_LEVEL` sets the level.
 */
export const log = {
  begin: (context: Context) => logger.addContext(context),
  info: (message: string, fields: Record<string, unknown>) => logger.info(message, fields),
  error: (message: string, fields: Record<string, unknown>) => logger.error(message, fields),
};
