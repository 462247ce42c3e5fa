import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http-body.ts';
import { startStandIn } from '../start-stand-in.ts';
import { answerFilter, answerPut } from './answer-logs.ts';
import { answerMetricData } from './answer-metric-data.ts';
import { createLogRing } from './log-ring.ts';
import { createMetricBook } from './metric-book.ts';

/** Stand-in for CloudWatch and CloudWatch Logs, in memory. */
export interface CloudWatchDouble {
  readonly url: string;
  /**
   * Takes a line that a function wrote to its output. Its metrics are counted; the line itself is kept in the function's
   * group, as on AWS. `at` in milliseconds since 1970; default: now.
   */
  take(group: string, text: string, at?: number): void;
  /** Returns the lines of a group by time. */
  linesOf(group: string): string[];
  stop(): Promise<void>;
}

interface CloudWatchOptions {
  /** Milliseconds since 1970. Default: this machine's clock. */
  readonly now?: () => number;
  readonly onError?: (error: unknown) => void;
}

/** Starts a stand-in for GetMetricData, FilterLogEvents and PutLogEvents. It remembers the last day, and 20,000 lines. */
export async function startCloudWatchDouble({
  now = Date.now,
  onError,
}: CloudWatchOptions = {}): Promise<CloudWatchDouble> {
  const ring = createLogRing();
  const book = createMetricBook();
  const operations = new Map<string, (asked: unknown) => unknown>([
    ['GraniteServiceVersion20100801.GetMetricData', (asked) => answerMetricData(asked, book)],
    ['Logs_20140328.FilterLogEvents', (asked) => answerFilter(asked, ring)],
    ['Logs_20140328.PutLogEvents', (asked) => answerPut(asked, ring)],
    ['Logs_20140328.CreateLogStream', () => ({})],
  ]);

  function answerTo(target: string, body: string): { status: number; body: unknown } {
    const operation = operations.get(target);
    if (operation === undefined) return { status: 400, body: { __type: 'UnknownOperationException' } };
    try {
      return { status: 200, body: operation(JSON.parse(body)) };
    } catch (error) {
      onError?.(error);
      return { status: 400, body: { __type: 'InvalidParameterException', message: String(error) } };
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await readBody(request);
    const answer = answerTo(String(request.headers['x-amz-target']), bytes?.toString() ?? '');
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  }

  const server = await startStandIn(handle);
  return {
    url: server.url,
    take(group, text, at = now()) {
      book.take(text);
      ring.add({ group, stream: 'local', at, text });
    },
    linesOf: (group) => ring.lines(group, 0, Number.POSITIVE_INFINITY).map(({ text }) => text),
    stop: () => server.stop(),
  };
}
