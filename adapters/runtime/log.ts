import { Logger } from "@aws-lambda-powertools/logger";
import type { Context } from "aws-lambda";

const logger = new Logger({ serviceName: "pr-comment-automation" });

/**
 * Structured logs by Powertools: one JSON object a line. After `begin` they name the function, its request and
 * whether it is the first of its process. `POWERTOOLS_LOG_LEVEL` sets what is written.
 */
export const log = {
  begin: (context: Context) => logger.addContext(context),
  info: (message: string, fields: Record<string, unknown>) => logger.info(message, fields),
  error: (message: string, fields: Record<string, unknown>) => logger.error(message, fields),
};
