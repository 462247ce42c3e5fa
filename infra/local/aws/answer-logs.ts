import * as v from 'valibot';
import type { LogRing } from './log-ring.ts';
import { matchFilterPattern } from './match-filter-pattern.ts';

/** CloudWatch Logs takes at most 10,000 lines a page; fewer here, so that pages are walked through. */
const PAGE = 500;

const FilterSchema = v.object({
  logGroupName: v.string(),
  startTime: v.optional(v.number(), 0),
  endTime: v.optional(v.number(), Number.MAX_SAFE_INTEGER),
  filterPattern: v.optional(v.string(), ''),
  limit: v.optional(v.number(), PAGE),
  nextToken: v.optional(v.string(), '0'),
});

const PutSchema = v.object({
  logGroupName: v.string(),
  logStreamName: v.string(),
  logEvents: v.pipe(v.array(v.object({ timestamp: v.number(), message: v.string() })), v.minLength(1)),
});

/**
 * Answers FilterLogEvents. Every group exists. A token is the place of the next line.
 * @throws {Error} the request is not one that this stand-in knows.
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html (read 2026-11-29)
 */
export function answerFilter(asked: unknown, ring: LogRing) {
  const request = v.parse(FilterSchema, asked);
  const lines = ring
    .lines(request.logGroupName, request.startTime, request.endTime)
    .filter(({ text }) => matchFilterPattern(request.filterPattern, text));
  const start = Number(request.nextToken);
  const end = start + Math.min(request.limit, PAGE);
  const events = lines.slice(start, end).map(({ id, stream, at, text }) => ({
    eventId: id,
    logStreamName: stream,
    timestamp: at,
    message: text,
  }));
  return { events, searchedLogStreams: [], ...(end < lines.length && { nextToken: String(end) }) };
}

/** Takes PutLogEvents. Every stream exists. @throws {Error} the request is not one that this stand-in knows. */
export function answerPut(asked: unknown, ring: LogRing) {
  const { logGroupName: group, logStreamName: stream, logEvents } = v.parse(PutSchema, asked);
  for (const { timestamp, message } of logEvents) ring.add({ group, stream, at: timestamp, text: message });
  return {};
}
