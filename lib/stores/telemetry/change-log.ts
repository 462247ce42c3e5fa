import {
  type CloudWatchLogsClient,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';

/** Where it is noted down what operators change. */
export interface ChangeLog {
  /** Writes one line. @throws {Error} it could not be written within the budget. */
  write(line: string, at: Date): Promise<void>;
}

interface ChangeLogOptions {
  readonly logs: CloudWatchLogsClient;
  readonly group: string;
  readonly budgetMs: number;
}

/**
 * Returns a log in a log group, with a stream for each month. A stream that is not there yet is made.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html (read 2026-11-29)
 */
export function createChangeLog({ logs, group, budgetMs }: ChangeLogOptions): ChangeLog {
  return {
    async write(line, at) {
      const abort = { abortSignal: AbortSignal.timeout(budgetMs) };
      const stream = { logGroupName: group, logStreamName: at.toISOString().slice(0, 7) };
      const command = new PutLogEventsCommand({
        ...stream,
        logEvents: [{ timestamp: at.getTime(), message: line }],
      });
      try {
        await logs.send(command, abort);
      } catch (error) {
        if (!isNamed(error, 'ResourceNotFoundException')) throw error;
        await logs.send(new CreateLogStreamCommand(stream), abort).catch((cause: unknown) => {
          // Somebody else has just made it.
          if (!isNamed(cause, 'ResourceAlreadyExistsException')) throw cause;
        });
        await logs.send(command, abort);
      }
    },
  };
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
