import type { SQSBatchResponse } from 'aws-lambda';
import { MessageError } from '../../model/errors.ts';
import type { MetricName } from '../../runtime/telemetry.ts';
import { type Dies, type Done, type FateOf, type Held, isKept } from './fate.ts';
import type { QueueRecord } from './queue-record.ts';
import { measureOldest, type SettlingRules, settleBatch, UNEXPECTED } from './settle-batch.ts';
import type { SettlingPorts } from './settle-records.ts';

export interface Batch {
  readonly records: readonly QueueRecord[];
  /** Milliseconds until Lambda ends the invocation. */
  readonly remainingMs: () => number;
}

/** A message and all records of the batch that carry it. */
export interface Queued<Message> {
  readonly message: Message;
  readonly records: readonly [QueueRecord, ...QueueRecord[]];
}

/** How the records of a queue are read. */
export interface Reader<Message> {
  /** @throws {MessageError} the body is not a message of this adapter, or one of a later version. */
  readonly decode: (body: string) => Message;
  /** Equal for equal messages. They are handled once and share the fate. */
  readonly keyOf: (message: Message) => string;
  /** Tells whether a message replaces an equal one before it. Default: the first one stays. */
  readonly isBetter?: (message: Message, known: Message) => boolean;
}

/** How the messages of a queue are handled. */
export interface Work<Message, Reason extends string, Ways extends Done> {
  readonly reader: Reader<Message>;
  /** What the age of the oldest record of a batch is measured as, if somebody watches it. */
  readonly oldestAge?: MetricName;
  readonly rules: SettlingRules<Reason, Ways>;
  /** The fate of a further record of a message that is done. */
  readonly copy: (message: Message) => Ways;
  /** Returns the fate of each message. A message without a fate stays queued. */
  readonly run: (queued: readonly Queued<Message>[]) => Promise<ReadonlyMap<Message, FateOf<Reason, Ways>>>;
}

/**
 * Works through a batch of queue records and names those that stay queued. It never throws and never answers `undefined`:
 * a throw would return the whole batch, including the records that are done, and `undefined` would delete it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (read 2026-11-24)
 */
export async function workBatch<Message, Reason extends string, Ways extends Done>(
  ports: SettlingPorts,
  records: readonly QueueRecord[],
  { reader, oldestAge, rules, copy, run }: Work<Message, Reason, Ways>,
): Promise<SQSBatchResponse> {
  if (oldestAge !== undefined) measureOldest(ports, records, oldestAge);
  const settled = new Map<QueueRecord, FateOf<Reason, Ways>>(records.map((record) => [record, UNEXPECTED]));
  try {
    const { queued, unreadable } = readRecords(records, reader);
    for (const { record, error } of unreadable) settled.set(record, fateOfUnreadable(error));
    const fates = await run(queued);
    for (const { message, records: carriers } of queued) {
      const [first, ...copies] = carriers;
      const fate = fates.get(message) ?? UNEXPECTED;
      settled.set(first, fate);
      for (const record of copies) settled.set(record, isKept(fate) ? fate : copy(message));
    }
  } catch (cause) {
    ports.telemetry.error('The batch failed unexpectedly', { records: records.length }, cause);
  }
  return settleBatch(ports, settled, rules);
}

/** Reads every record on its own, so an unreadable one does not affect the others. */
export function readRecords<Message>(
  records: readonly QueueRecord[],
  { decode, keyOf, isBetter = () => false }: Reader<Message>,
) {
  const queued = new Map<string, Queued<Message>>();
  const unreadable: { record: QueueRecord; error: MessageError }[] = [];
  for (const record of records) {
    try {
      const message = decode(record.body);
      const key = keyOf(message);
      const known = queued.get(key);
      if (known === undefined) queued.set(key, { message, records: [record] });
      // The record whose message is kept comes first: a dead letter is made of it.
      else if (isBetter(message, known.message))
        queued.set(key, { message, records: [record, ...known.records] });
      else queued.set(key, { ...known, records: [...known.records, record] });
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      unreadable.push({ record, error });
    }
  }
  return { queued: [...queued.values()], unreadable };
}

function fateOfUnreadable({ code, message }: MessageError): Held<never> | Dies<never> {
  if (code === 'message-newer') return { kind: 'held', because: code, code, failedOf: code };
  // The error's message names paths and what was expected there, never values.
  return { kind: 'dead', because: 'message-invalid', code, message };
}
