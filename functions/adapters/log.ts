import { Logger } from "@aws-lambda-powertools/logger";

const logger = new Logger({ serviceName: "pr-comment-automation" });

/** Structured logs by Powertools: one JSON object a line, with the function's name. */
export const log = {
  info: (message: string, fields: Record<string, unknown>) => logger.info(message, fields),
  error: (message: string, fields: Record<string, unknown>) => logger.error(message, fields),
};
