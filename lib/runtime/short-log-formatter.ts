import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';

/** Levels of lines that a person looks into. */
const URGENT = new Set(['WARN', 'ERROR', 'CRITICAL']);

/**
 * Formats lines without what each would repeat: the group and the stream of a line name its function. Lines from `WARN` up
 * name the invocation, as Lambda's own lines do. Lambda filters a line by `level` and `timestamp`. A field `at` is the
 * time of a line that was held back.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html (read 2026-11-29)
 */
export class ShortLogFormatter extends LogFormatter {
  override formatAttributes(
    { logLevel, message, serviceName, timestamp, lambdaContext }: UnformattedAttributes,
    { at, ...fields }: LogAttributes,
  ): LogItem {
    return new LogItem({
      attributes: {
        level: logLevel,
        message,
        timestamp: this.formatTimestamp(at instanceof Date ? at : timestamp),
        service: serviceName,
        ...(URGENT.has(logLevel) && { function_request_id: lambdaContext?.awsRequestId }),
        ...fields,
      },
    });
  }
}
