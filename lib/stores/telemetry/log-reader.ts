import { type CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';

/** A line of a log group. `at` in milliseconds since 1970, the function's own time. */
export interface LogLine {
  readonly id: string;
  readonly group: string;
  readonly at: number;
  readonly text: string;
}

export interface LogQuery {
  /** Milliseconds since 1970, both included. */
  readonly from: number;
  readonly to: number;
  /** A filter pattern of CloudWatch Logs; empty for every line. */
  readonly pattern: string;
  /** Default: all. */
  readonly groups?: readonly string[];
}

export interface LogReader {
  /** The groups that are read. */
  readonly groups: readonly string[];
  /**
   * Returns the lines of all groups by time. A group that does not exist yet has none.
   * @throws {Error} CloudWatch Logs does not answer, or forbids it.
   */
  read(query: LogQuery): Promise<readonly LogLine[]>;
}

/**
 * Reads log groups with FilterLogEvents, which costs nothing; Logs Insights is charged by the GB that it looks through. A
 * page holds at most 1 MB, and may be empty before the last. So a long range of a busy stage takes a while.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html (read 2026-11-29)
 */
export function createLogReader(logs: CloudWatchLogsClient, groups: readonly string[]): LogReader {
  async function readGroup(group: string, { from, to, pattern }: LogQuery): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    try {
      const request = {
        logGroupName: group,
        startTime: from,
        endTime: to,
        ...(pattern !== '' && { filterPattern: pattern }),
      };
      for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, request)) {
        for (const { eventId: id = '', timestamp: at = 0, message = '' } of events) {
          lines.push({ id, group, at, text: message.trimEnd() });
        }
      }
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error;
    }
    return lines;
  }

  return {
    groups,
    async read(query) {
      const found = await Promise.all((query.groups ?? groups).map((group) => readGroup(group, query)));
      return found.flat().toSorted((a, b) => a.at - b.at);
    },
  };
}
