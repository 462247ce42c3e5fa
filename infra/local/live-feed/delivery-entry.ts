import * as v from 'valibot';
import type { DeliverySummary } from '../../../lib/cli/console/console-api.ts';
import { type LogRecord, toLogText } from '../../../lib/cli/logs/log-record.ts';
import type { GatewayAnswer } from '../aws/gateway-answer.ts';
import type { AnsweredDelivery } from '../aws/http-front.ts';
import type { Track } from './event-tracks.ts';

/** A delivery as it is kept: all but its bytes. */
export interface DeliveryEntry {
  readonly number: number;
  readonly delivery: Omit<AnsweredDelivery, 'rawBody'>;
  readonly bytes: number;
  readonly status: number;
  readonly answer: string;
  readonly outcome: string;
  readonly track: Track | undefined;
  topic: string | undefined;
  reason: string | undefined;
  orderId: string | undefined;
  /** Messages that it led to. Not all were seen on their way yet. */
  messages: number;
  /** How much is to be fetched for it. */
  readonly fetches: number;
  /** What of that was fetched, or will not be. */
  readonly fetched: Set<string>;
  readonly log: string[];
}

/** A delivery that is parked again and again has as many lines. */
const MAX_LINES = 100;
/** A line with a stack may be long. */
const MAX_LINE_CHARACTERS = 8_000;
/** It is sent to the page with each change, and a path in it may be as long as its sender likes. */
const MAX_REASON_CHARACTERS = 500;
/** An answer has some thirty bytes; one of a platform's test may be longer. */
const MAX_ANSWER_BYTES = 64 * 1024;

const Count = v.fallback(v.number(), 0);
const Text = v.fallback(v.optional(v.string()), undefined);
const AnswerSchema = v.object({ status: Text, reason: Text, events: Count, fetches: Count });

/** Returns the entry of a delivery that was just answered. */
export function toDeliveryEntry(
  { rawBody, ...delivery }: AnsweredDelivery,
  { status, body }: GatewayAnswer,
  known: Pick<DeliveryEntry, 'number' | 'track' | 'topic'>,
): DeliveryEntry {
  const answer = body.subarray(0, MAX_ANSWER_BYTES).toString();
  const reading = v.safeParse(v.pipe(v.string(), v.parseJson(), AnswerSchema), answer);
  const said = reading.success ? reading.output : undefined;
  return {
    ...known,
    delivery,
    bytes: rawBody.length,
    status,
    answer,
    outcome: said?.status ?? outcomeOfStatus[status] ?? String(status),
    reason: said?.reason,
    orderId: undefined,
    messages: said?.events ?? 0,
    fetches: said?.fetches ?? 0,
    fetched: new Set(),
    log: [],
  };
}

/** Of the gateway's own answers. */
const outcomeOfStatus: Readonly<Record<number, string>> = { 413: 'too-large', 500: 'failed' };

/** How the log says that a fetch has ended. */
const FETCH_ENDED = /(queued|ignored|parked|of an erased customer or shop)$/;
const FETCHING = 'fetchOrders';

const RECEIVING = 'receiveWebhook';
/** How the log says that nothing is sent for a delivery, or for an order that it named. */
const NOT_TAKEN = /(refused|not accepted|ignored|parked)$/;

/** Adds a line of the log to a delivery, and what it says about it. */
export function takeRecord(entry: DeliveryEntry, record: LogRecord): void {
  const { fields, from, message } = record;
  if (entry.log.length < MAX_LINES) entry.log.push(toLogText(record).slice(0, MAX_LINE_CHARACTERS));
  if (from === RECEIVING) {
    entry.topic ??= fields['topic'];
    entry.orderId ??= fields['orderId'];
  }
  // The issues of a parked delivery: paths and what was expected there.
  if (NOT_TAKEN.test(message))
    entry.reason ??= (fields['reason'] ?? fields['issues'])?.slice(0, MAX_REASON_CHARACTERS);
  const { kind = '', orderId = '' } = fields;
  const fetched = `${kind} ${orderId}`;
  // A queue may hand out a message twice.
  if (from !== FETCHING || !FETCH_ENDED.test(message) || entry.fetched.has(fetched)) return;
  entry.fetched.add(fetched);
  entry.messages += Number(fields['events'] ?? 0);
}

/** Returns the summary of a delivery. */
export function toDeliverySummary(entry: DeliveryEntry): DeliverySummary {
  const { number, bytes, status, outcome, topic, reason, orderId, track } = entry;
  const { at, source, connection, answeredInMs } = entry.delivery;
  return {
    number,
    at: at.toISOString(),
    source,
    connection,
    topic,
    bytes,
    status,
    outcome,
    reason,
    orderId,
    answeredInMs,
    requests: track === undefined ? [] : [...track.requests],
    isSent: isSent(entry),
  };
}

function isSent({ messages, fetches, fetched, track }: DeliveryEntry): boolean {
  if (track === undefined || messages === 0 || fetched.size < fetches) return false;
  return track.seen.size >= messages && track.open.size === 0;
}
