import type { Telemetry } from '../../runtime/telemetry.ts';
import type { DeadLetter, DeadLetterQueue } from '../dead-letter-queue.ts';
import type { MessageVisibility } from '../message-visibility.ts';
import { type BackOff, backOffSeconds, withJitter } from './back-off.ts';
import type { Dies, Done, FateOf, SharedReason, Waits } from './fate.ts';
import type { QueueRecord } from './queue-record.ts';

export interface SettlingPorts {
  readonly deadLetters: DeadLetterQueue;
  readonly visibility: MessageVisibility;
  readonly telemetry: Telemetry;
  readonly backOff: BackOff;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** A record with its fate. */
export interface SettledRecord<Fate> {
  readonly record: QueueRecord;
  readonly fate: Fate;
}

/**
 * Settles the records of a batch: dead ones go to the dead-letter queue, waiting ones are hidden for their back-off. A
 * waiting record that is older than `deadAfterMs` of its reason is dead, too. Returns the final fate of each record.
 */
export async function settleRecords<Reason extends string, Ways extends Done>(
  ports: SettlingPorts,
  settled: readonly SettledRecord<FateOf<Reason, Ways>>[],
  deadAfterMs: Readonly<Record<Reason | SharedReason, number>>,
): Promise<readonly SettledRecord<FateOf<Reason, Ways>>[]> {
  const aged = settled.map((entry) =>
    isWaiting(entry) ? deadIfTooOld(entry, { now: ports.now(), deadAfterMs }) : entry,
  );
  const moved = await moveToDeadLetters(ports, aged.filter(isDead));
  const waiting = [...aged.filter(isWaiting), ...moved.filter(isWaiting)];
  await hide(ports, waiting);
  const done = aged.filter((entry) => !isWaiting(entry) && !isDead(entry));
  return [...done, ...moved.filter(isDead), ...waiting];
}

function isWaiting<Reason extends string>(
  entry: SettledRecord<FateOf<Reason, Done>>,
): entry is SettledRecord<Waits<Reason>> {
  return entry.fate.kind === 'waits';
}

function isDead<Reason extends string>(
  entry: SettledRecord<FateOf<Reason, Done>>,
): entry is SettledRecord<Dies<Reason>> {
  return entry.fate.kind === 'dead';
}

function deadIfTooOld<Reason extends string>(
  { record, fate }: SettledRecord<Waits<Reason>>,
  {
    now,
    deadAfterMs,
  }: { readonly now: number; readonly deadAfterMs: Readonly<Record<Reason | SharedReason, number>> },
): SettledRecord<Waits<Reason> | Dies<Reason>> {
  const age = now - Number(record.attributes.SentTimestamp);
  return { record, fate: age < deadAfterMs[fate.because] ? fate : { ...fate, kind: 'dead' } };
}

/** Records that the dead-letter queue does not accept wait. They are moved after a later receive. */
async function moveToDeadLetters<Reason extends string>(
  { deadLetters, telemetry, now }: SettlingPorts,
  dead: readonly SettledRecord<Dies<Reason>>[],
): Promise<SettledRecord<Dies<Reason> | Waits<Reason>>[]> {
  if (dead.length === 0) return [];
  const letters = dead.map((entry) => ({ entry, letter: toDeadLetter(entry, now()) }));
  const accepted = await deadLetters.sendAll(letters.map(({ letter }) => letter));
  return letters.map(({ entry, letter }) => {
    const { record, fate } = entry;
    if (!accepted.has(letter)) {
      return { record, fate: { kind: 'waits', because: 'dead-letter-unavailable', code: fate.because } };
    }
    telemetry.error('Message dead', { recordId: record.messageId, cause: fate.because, code: fate.code });
    return entry;
  });
}

function toDeadLetter({ record, fate }: SettledRecord<Dies<string>>, now: number): DeadLetter {
  return {
    body: record.body,
    attributes: {
      cause: fate.because,
      code: fate.code,
      message: fate.message ?? '',
      receives: record.attributes.ApproximateReceiveCount,
      queuedAt: new Date(Number(record.attributes.SentTimestamp)).toISOString(),
      diedAt: new Date(now).toISOString(),
    },
  };
}

async function hide(ports: SettlingPorts, waiting: readonly SettledRecord<Waits<string>>[]): Promise<void> {
  if (waiting.length === 0) return;
  const changes = waiting.map(({ record, fate }) => ({
    receiptHandle: record.receiptHandle,
    seconds: secondsToWait(ports, record, fate),
  }));
  const { failed, reasons } = await ports.visibility.hide(changes);
  if (failed === 0) return;
  ports.telemetry.count('VisibilityFailed', failed);
  ports.telemetry.warn('Records come back after the queue’s own time-out', {
    records: failed,
    reasons: reasons.join(','),
  });
}

function secondsToWait(
  { backOff, now, random }: SettlingPorts,
  record: QueueRecord,
  { retryAt }: Waits<string>,
): number {
  if (retryAt === undefined) {
    return backOffSeconds(backOff, Number(record.attributes.ApproximateReceiveCount), random());
  }
  // Never earlier, and spread out so that not all come back at once.
  const seconds = Math.max(1, (retryAt - now()) / 1000);
  return Math.ceil(Math.max(seconds, withJitter(seconds, 0.5 + random() / 2)));
}
