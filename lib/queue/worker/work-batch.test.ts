import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aRecord, QUEUE_TIME } from '../../../test/support/builders/queue-records.ts';
import { recordTelemetry } from '../../../test/support/doubles/recorded-telemetry.ts';
import { MessageError } from '../../model/errors.ts';
import type { DeadLetter } from '../dead-letter-queue.ts';
import type { VisibilityChange } from '../message-visibility.ts';
import { DAY_MS, type FateOf } from './fate.ts';
import type { SettlingPorts } from './settle-records.ts';
import { type Queued, type Work, workBatch } from './work-batch.ts';

/** A message of a queue of notes. Notes with equal text are equal, and the later version is better. */
interface Note {
  readonly text: string;
  readonly version: number;
}

type Reason = 'busy';
type Ways = { readonly kind: 'noted' } | { readonly kind: 'copied' };
type NoteFate = FateOf<Reason, Ways>;

const TEN_DAYS = 10 * DAY_MS;
const deadAfterMs = {
  busy: TEN_DAYS,
  'dead-letter-unavailable': TEN_DAYS,
  'out-of-time': TEN_DAYS,
  'message-newer': TEN_DAYS,
  unexpected: TEN_DAYS,
};

function decode(body: string): Note {
  const [text = '', version = ''] = body.split('@');
  if (text === 'fault') throw new TypeError('a fault of ours');
  if (text === 'newer') throw new MessageError('newer', { code: 'message-newer' });
  if (text === 'invalid') throw new MessageError('no note', { code: 'message-invalid' });
  return { text, version: Number(version) };
}

function work(run: Work<Note, Reason, Ways>['run']): Work<Note, Reason, Ways> {
  return {
    reader: {
      decode,
      keyOf: ({ text }) => text,
      isBetter: ({ version }, known) => version > known.version,
    },
    oldestAge: 'OldestEventAge',
    rules: {
      deadAfterMs,
      countedAs: {
        noted: 'EventSent',
        copied: 'EventDuplicate',
        waits: 'EventKept',
        held: 'EventKept',
        dead: 'EventDead',
      },
    },
    copy: () => ({ kind: 'copied' }),
    run,
  };
}

interface Faults {
  /** The dead-letter queue takes none, or throws. */
  readonly deadLetters?: 'takes none' | 'throws';
  readonly visibility?: 'takes none' | 'throws';
}

function aWorker({ deadLetters, visibility }: Faults = {}) {
  const telemetry = recordTelemetry();
  const letters: DeadLetter[] = [];
  const hidden: VisibilityChange[] = [];
  const ports: SettlingPorts = {
    telemetry,
    deadLetters: {
      sendAll(some) {
        if (deadLetters === 'throws') return Promise.reject(new TypeError('a fault of ours'));
        if (deadLetters === 'takes none') return Promise.resolve(new Set());
        letters.push(...some);
        return Promise.resolve(new Set(some));
      },
    },
    visibility: {
      hide(changes) {
        if (visibility === 'throws') return Promise.reject(new TypeError('a fault of ours'));
        hidden.push(...changes);
        return Promise.resolve({
          failed: visibility === undefined ? 0 : changes.length,
          reasons: ['unnamed'],
        });
      },
    },
    backOff: { baseSeconds: 30, maxSeconds: 3600 },
    now: () => QUEUE_TIME,
    random: () => 0.5,
  };
  const countOf = (metric: string) =>
    Object.entries(telemetry.counts)
      .filter(([key]) => key === metric || key.startsWith(`${metric}:`))
      .reduce((sum, [, count]) => sum + count, 0);
  return {
    telemetry,
    letters,
    hidden,
    countOf,
    work: async (bodies: readonly string[], run: Work<Note, Reason, Ways>['run']) => {
      const records = bodies.map((body, index) => aRecord({ messageId: `record-${index}`, body }));
      const { batchItemFailures } = await workBatch(ports, records, work(run));
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
  };
}

const fateByText: Readonly<Record<string, NoteFate>> = {
  noted: { kind: 'noted' },
  busy: { kind: 'waits', because: 'busy', code: 'busy' },
  dead: { kind: 'dead', because: 'busy', code: 'busy' },
};

/** Gives each note the fate that its text names, and none to any other note. */
function obey(queued: readonly Queued<Note>[]): Promise<Map<Note, NoteFate>> {
  const fates = new Map<Note, NoteFate>();
  for (const { message } of queued) {
    const fate = fateByText[message.text];
    if (fate !== undefined) fates.set(message, fate);
  }
  return Promise.resolve(fates);
}

function fail(): Promise<never> {
  return Promise.reject(new TypeError('a fault of ours'));
}

const bodies = fc.array(
  fc.oneof(
    fc
      .tuple(fc.constantFrom('noted', 'busy', 'dead', 'without-fate'), fc.nat(3))
      .map(([text, version]) => `${text}@${version}`),
    fc.constantFrom('newer', 'invalid'),
  ),
  { maxLength: 12 },
);
const faults: fc.Arbitrary<Faults> = fc.record(
  {
    deadLetters: fc.constantFrom('takes none' as const, 'throws' as const),
    visibility: fc.constantFrom('takes none' as const, 'throws' as const),
  },
  { requiredKeys: [] },
);

test('it never throws and settles every record once, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(bodies, fc.constantFrom(obey, fail), faults, async (given, run, broken) => {
      const worker = aWorker(broken);
      const kept = await worker.work(given, run);

      expect(new Set(kept).size).toBe(kept.length);
      const settled = ['EventSent', 'EventDuplicate', 'EventDead'].reduce(
        (sum, metric) => sum + worker.countOf(metric),
        0,
      );
      expect(worker.countOf('EventKept')).toBe(kept.length);
      expect(settled + kept.length).toBe(given.length);
      // Exactly the records that are counted as dead are in the dead-letter queue.
      if (broken.visibility !== 'throws') expect(worker.letters).toHaveLength(worker.countOf('EventDead'));
      // Exactly the records that stay queued are hidden.
      if (Object.keys(broken).length === 0) expect(worker.hidden).toHaveLength(kept.length);
    }),
    { numRuns: 500 },
  );
});

test('a note gets the fate that was returned for it; without one it stays queued', async () => {
  const { work: worked, letters, telemetry } = aWorker();
  expect(await worked(['noted@1', 'busy@1', 'dead@1', 'without-fate@1'], obey)).toEqual([
    'record-1',
    'record-3',
  ]);

  expect(letters.map(({ body }) => body)).toEqual(['dead@1']);
  expect(telemetry.counts).toMatchObject({
    EventSent: 1,
    'EventDead:busy': 1,
    'EventKept:busy': 1,
    'EventKept:unexpected': 1,
  });
});

describe('a record that cannot be read', () => {
  test('does not affect the others', async () => {
    const { work: worked, letters } = aWorker();
    expect(await worked(['invalid', 'noted@1', 'newer'], obey)).toEqual(['record-2']);
    expect(letters).toMatchObject([{ body: 'invalid', attributes: { cause: 'message-invalid' } }]);
  });

  test('because of a fault of ours keeps the whole batch queued', async () => {
    const { work: worked, telemetry } = aWorker();
    expect(await worked(['noted@1', 'fault'], obey)).toEqual(['record-0', 'record-1']);
    expect(telemetry.counts).toMatchObject({ 'EventKept:unexpected': 2 });
  });
});

describe('equal records', () => {
  test('are worked on once, and the others are copies', async () => {
    const { work: worked, telemetry } = aWorker();
    const seen: Queued<Note>[] = [];
    const kept = await worked(['noted@1', 'noted@3', 'noted@2'], (queued) => {
      seen.push(...queued);
      return obey(queued);
    });

    expect(kept).toEqual([]);
    expect(seen).toMatchObject([{ message: { version: 3 }, records: [{}, {}, {}] }]);
    expect(telemetry.counts).toMatchObject({ EventSent: 1, EventDuplicate: 2 });
  });

  test('wait together', async () => {
    const { work: worked } = aWorker();
    expect(await worked(['busy@1', 'busy@2'], obey)).toEqual(['record-0', 'record-1']);
  });

  test('become one dead letter, of the record that was worked on', async () => {
    const { work: worked, letters } = aWorker();
    expect(await worked(['dead@1', 'dead@2'], obey)).toEqual([]);
    expect(letters.map(({ body }) => body)).toEqual(['dead@2']);
  });
});

test('an empty batch does not fail', async () => {
  const { work: worked } = aWorker();
  expect(await worked([], obey)).toEqual([]);
});
