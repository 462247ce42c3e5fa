import type { Telemetry } from '../../runtime/telemetry.ts';
import type { DeadLetter, DeadLetterQueue } from '../dead-letter-queue.ts';
import type { MessageVisibility } from '../message-visibility.ts';
import { nameMessage } from '../name-message.ts';
import { afterwards, type BackOff, backOffSeconds, holdSeconds } from './back-off.ts';
import {
  type Dies,
  type Done,
  type FateOf,
  HELD_DEAD_AFTER_MS,
  type Held,
  isKept,
  type Kept,
  type SharedReason,
} from './fate.ts';
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
 * Settles the records of a batch: dead ones go to the dead-letter queue, the others are hidden for their back-off or
 * while they are held. A record that is older than `deadAfterMs` of its reason is dead, too, and a held one that is
 * older than that of its own last try. Returns the final fate of each record.
 */
export async function settleRecords<Reason extends string, Ways extends Done>(
  ports: SettlingPorts,
  settled: readonly SettledRecord<FateOf<Reason, Ways>>[],
  deadAfterMs: Readonly<Record<Reason | SharedReason, number>>,
): Promise<readonly SettledRecord<FateOf<Reason, Ways>>[]> {
  const aged = settled.map((entry) =>
    isQueued(entry) ? deadIfTooOld(entry, { now: ports.now(), deadAfterMs }) : entry,
  );
  const moved = await moveToDeadLetters(ports, aged.filter(isDead));
  const kept = [...aged, ...moved].filter((entry) => isQueued<Reason>(entry));
  await hide(ports, kept);
  const done = aged.filter((entry) => !isQueued(entry) && !isDead(entry));
  return [...done, ...moved.filter(isDead), ...kept];
}

function isQueued<Reason extends string>(
  entry: SettledRecord<FateOf<Reason, Done>>,
): entry is SettledRecord<Kept<Reason>> {
  return isKept(entry.fate);
}

function isDead<Reason extends string>(
  entry: SettledRecord<FateOf<Reason, Done>>,
): entry is SettledRecord<Dies<Reason>> {
  return entry.fate.kind === 'dead';
}

interface Ages<Reason extends string> {
  readonly now: number;
  readonly deadAfterMs: Readonly<Record<Reason | SharedReason, number>>;
}

function deadIfTooOld<Reason extends string>(
  { record, fate }: SettledRecord<Kept<Reason>>,
  { now, deadAfterMs }: Ages<Reason>,
): SettledRecord<Kept<Reason> | Dies<Reason>> {
  const because = fate.kind === 'held' ? ownReason(fate, deadAfterMs) : fate.because;
  const limit = because === 'held' ? HELD_DEAD_AFTER_MS : deadAfterMs[because];
  const isYoung = now - Number(record.attributes.SentTimestamp) < limit;
  if (isYoung) return { record, fate };
  if (fate.kind === 'waits') return { record, fate: { ...fate, kind: 'dead' } };
  return { record, fate: { kind: 'dead', because, code: fate.because } };
}

/** What the ledger remembers may come from another version of the adapter, so it may be no reason of this one. */
function ownReason<Reason extends string>(
  { failedOf }: Held<Reason>,
  deadAfterMs: Ages<Reason>['deadAfterMs'],
): Reason | SharedReason | 'held' {
  const isReason = (reason: string): reason is Reason | SharedReason => Object.hasOwn(deadAfterMs, reason);
  return failedOf !== undefined && isReason(failedOf) ? failedOf : 'held';
}

/** Records that the dead-letter queue does not accept wait. They are moved after a later receive. */
async function moveToDeadLetters<Reason extends string>(
  { deadLetters, telemetry, now }: SettlingPorts,
  dead: readonly SettledRecord<Dies<Reason>>[],
): Promise<SettledRecord<Dies<Reason> | Held<Reason>>[]> {
  if (dead.length === 0) return [];
  const letters = dead.map((entry) => ({ entry, letter: toDeadLetter(entry, now()) }));
  const accepted = await deadLetters.sendAll(letters.map(({ letter }) => letter));
  return letters.map(({ entry, letter }) => {
    const { record, fate } = entry;
    if (!accepted.has(letter)) {
      return { record, fate: { kind: 'held', because: 'dead-letter-unavailable', code: fate.because } };
    }
    const about = nameMessage(record.body);
    telemetry.error('Message dead', {
      ...about,
      recordId: record.messageId,
      cause: fate.because,
      code: fate.code,
    });
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

async function hide(ports: SettlingPorts, kept: readonly SettledRecord<Kept<string>>[]): Promise<void> {
  if (kept.length === 0) return;
  const changes = kept.map(({ record, fate }) => ({
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
  fate: Kept<string>,
): number {
  const secondsUntil = (time: number): number => (time - now()) / 1000;
  if (fate.kind === 'held') {
    const { until, isGuess } = fate;
    const secondsLeft = until === undefined ? undefined : secondsUntil(until);
    const ageSeconds = -secondsUntil(Number(record.attributes.SentTimestamp));
    return holdSeconds(backOff, { secondsLeft, isGuess, ageSeconds }, random());
  }
  const { retryAt, tries } = fate;
  if (retryAt === undefined) {
    return backOffSeconds(backOff, tries ?? Number(record.attributes.ApproximateReceiveCount), random());
  }
  const tried = tries === undefined ? 0 : backOffSeconds(backOff, tries, random());
  return Math.max(tried, afterwards(secondsUntil(retryAt), random()));
}
