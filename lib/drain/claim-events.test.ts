import { describe, expect, test } from 'vitest';
import { accepted, aDrain, refused, unavailable } from '../../test/support/builders/a-drain.ts';
import {
  aQueuedMessage,
  aRecord,
  QUEUE_TIME,
  queueRecords,
} from '../../test/support/builders/queue-records.ts';
import { createMemoryLedger } from '../../test/support/doubles/memory-ledger.ts';
import { UnavailableError } from '../model/errors.ts';
import { encodeMessage } from '../queue/message.ts';
import type { QueueRecord } from '../queue/worker/queue-record.ts';
import type { Ledger } from '../stores/ledger/ledger.ts';
import type { DrainPorts } from './drain-ports.ts';

const one = queueRecords([{ orderId: '1' }]);
const recordOf = (messageId: string, changes: Partial<ReturnType<typeof aQueuedMessage>>) =>
  aRecord({ messageId, body: encodeMessage({ ...aQueuedMessage({ orderId: '1' }), ...changes }) });

const renamed = (record: QueueRecord): QueueRecord => ({ ...record, messageId: `other-${record.messageId}` });

describe('an order that comes twice', () => {
  test('is sent once, even a year later', async () => {
    const { drain, ports, sentOrders } = aDrain();
    await drain(one);
    ports.clock.now += 365 * 24 * 3_600_000;

    expect(await drain(one)).toEqual([]);
    expect(sentOrders()).toEqual([['1']]);
    expect(ports.telemetry.counts).toMatchObject({ EventSent: 1, EventDuplicate: 1 });
  });

  test('is sent by one of several parallel instances; the others wait and find it sent', async () => {
    const { drain, ports, sentOrders } = aDrain();
    const kept = await Promise.all(Array.from({ length: 5 }, () => drain(one)));

    expect(sentOrders()).toEqual([['1']]);
    expect(
      kept.filter((ids) => ids.length === 1).length + (ports.telemetry.counts['EventDuplicate'] ?? 0),
    ).toBe(4);
    expect(await drain(one)).toEqual([]);
    expect(sentOrders()).toHaveLength(1);
  });

  test('in another version is superseded', async () => {
    const { drain, ports, sentOrders } = aDrain();
    await drain([recordOf('first', { parts: 1, total: '90' })]);

    const edited = [1, 2].map((part) => recordOf(`edited-${part}`, { part, parts: 2, total: '120' }));
    expect(await drain(edited)).toEqual([]);
    expect(sentOrders()).toHaveLength(1);
    expect(ports.telemetry.counts).toMatchObject({ EventSent: 1, EventSuperseded: 1, EventDuplicate: 1 });
  });
});

describe('two versions of an order in one batch', () => {
  const [first, edited, rest] = [
    recordOf('first', { receivedAt: '2026-11-24T00:00:00.000Z', total: '90' }),
    ...[1, 2].map((part) =>
      recordOf(`edited-${part}`, { receivedAt: '2026-11-24T00:00:09.000Z', part, parts: 2, total: '120' }),
    ),
  ] as const;

  test('the one that the ledger knows is completed, even if the other was received earlier', async () => {
    const { drain, ports } = aDrain();
    if (rest !== undefined) await drain([rest]);

    expect(await drain([first, ...(edited ? [edited] : [])])).toEqual([]);
    expect(ports.telemetry.counts).toMatchObject({ EventSent: 2, EventSuperseded: 1 });
  });

  test('the one that was received first is sent; the other waits, and finds itself superseded', async () => {
    const { drain, ports, sentOrders } = aDrain();
    const others = [edited, rest].filter((record) => record !== undefined);

    expect(await drain([...others, first])).toEqual(['edited-1', 'edited-2']);
    expect(await drain(others)).toEqual([]);
    expect(sentOrders()).toEqual([['1']]);
    expect(ports.telemetry.counts).toMatchObject({ EventSent: 1, EventSuperseded: 1, EventDuplicate: 1 });
  });
});

describe('a claim', () => {
  test('is released at once if Dfinery refused the event, so that another version may be sent', async () => {
    const { drain, sentOrders } = aDrain();
    await drain(one, { answer: () => refused });

    expect(await drain([recordOf('edited', { total: '20' })])).toEqual([]);
    expect(sentOrders()).toHaveLength(2);
  });

  test('keeps its version if Dfinery gave no readable answer, and may be sent again at once', async () => {
    const { drain, ports, sentOrders } = aDrain();
    await drain(one, { answer: () => ({ kind: 'unanswered', reason: 'timeout' }) });
    expect(ports.telemetry.counts['EventUncertain']).toBe(1);

    expect(await drain([recordOf('edited', { total: '20' })])).toEqual([]);
    expect(ports.telemetry.counts['EventSuperseded']).toBe(1);
    expect(await drain(one)).toEqual([]);
    expect(sentOrders()).toHaveLength(2);
  });

  test('keeps its version if Dfinery refuses the event after a request without a readable answer', async () => {
    const { drain, ports, sentOrders } = aDrain();
    await drain(one, { answer: () => ({ kind: 'unanswered', reason: 'timeout' }) });
    await drain(one, { answer: () => refused });

    expect(await drain([recordOf('edited', { total: '20' })])).toEqual([]);
    expect(ports.telemetry.counts['EventSuperseded']).toBe(1);
    expect(sentOrders()).toHaveLength(2);
  });

  test('keeps its version if the second try is refused, even if the ledger did not hear of the first', async () => {
    const working = createMemoryLedger(() => QUEUE_TIME);
    let fails = 1;
    const ledger: DrainPorts['ledger'] = {
      ...working,
      markUncertain: (...given) =>
        fails-- > 0 ? Promise.reject(new Error('ill')) : working.markUncertain(...given),
    };
    const { drain, ports } = aDrain({ ledger });
    const answers = [unavailable, accepted, refused];
    await drain([...one, ...queueRecords([{ orderId: '2', customer: 'bob' }]).map(renamed)], {
      answer: () => answers.shift() ?? accepted,
    });

    expect(await drain([recordOf('edited', { total: '20' })])).toEqual([]);
    expect(ports.telemetry.counts['EventSuperseded']).toBe(1);
  });

  test('of an instance that was killed holds until its lease is over', async () => {
    const { drain, ports } = aDrain();
    const claim = { owner: 'killed', leaseUntil: QUEUE_TIME + 90_000 };
    await ports.ledger.claim(aQueuedMessage({ orderId: '1' }), claim);

    expect(await drain(one)).toEqual(['record-1']);
    expect(ports.telemetry.counts).toMatchObject({ 'EventKept:claimed-elsewhere': 1 });
    ports.clock.now += 90_001;
    expect(await drain(one)).toEqual([]);
  });

  test('lasts four minutes longer than the invocation may', async () => {
    const leases: number[] = [];
    const { drain } = aDrain({
      ledger: {
        ...aDrain().ports.ledger,
        claim: (_, { leaseUntil }) => {
          leases.push(leaseUntil);
          return Promise.resolve('claimed');
        },
      },
    });
    await drain(one, { remainingMs: () => 40_000 });

    expect(leases).toEqual([QUEUE_TIME + 40_000 + 240_000]);
  });
});

describe('a ledger that is unavailable', () => {
  const fails = () => Promise.reject(new UnavailableError('unavailable', { code: 'ledger-unavailable' }));
  const broken = (...methods: (keyof DrainPorts['ledger'])[]): DrainPorts['ledger'] => ({
    ...aDrain().ports.ledger,
    ...Object.fromEntries(methods.map((method) => [method, fails])),
  });

  test.each<[string, DrainPorts['ledger']]>([
    ['cannot be read', broken('read', 'claim')],
    ['takes no claim', broken('claim')],
  ])('%s: events wait', async (_, ledger) => {
    const { drain, ports, sentOrders } = aDrain({ ledger });

    expect(await drain(one)).toEqual(['record-1']);
    expect(sentOrders()).toEqual([]);
    expect(ports.telemetry.counts['EventKept:ledger-unavailable']).toBe(1);
  });

  test('if an outage means `deliver`: events are sent', async () => {
    const ledger = broken('read', 'claim', 'markSent');
    const { drain, ports, sentOrders } = aDrain({ ledger, ledgerOutage: 'deliver' });

    expect(await drain(one)).toEqual([]);
    expect(sentOrders()).toEqual([['1']]);
    expect(ports.telemetry.counts).toMatchObject({ EventSent: 1, LedgerMarkFailed: 1 });
  });

  test('took a claim and did not say so in time: the claim is let go, and the next receive sends the event', async () => {
    const working = createMemoryLedger(() => QUEUE_TIME);
    let lost = 1;
    const claim: Ledger['claim'] = async (...given) => {
      const answer = await working.claim(...given);
      return lost-- > 0 ? fails() : answer;
    };
    const { drain, sentOrders } = aDrain({ ledger: { ...working, claim } });

    expect(await drain(one)).toEqual(['record-1']);
    expect(await drain(one)).toEqual([]);
    expect(sentOrders()).toEqual([['1']]);
  });

  test('does not record a sent event: its record is done with, and counted', async () => {
    const { drain, ports } = aDrain({ ledger: broken('markSent') });

    expect(await drain(one)).toEqual([]);
    expect(ports.telemetry.counts).toMatchObject({ EventSent: 1, LedgerMarkFailed: 1 });
  });

  test('does not release a claim: the event waits for the end of the lease', async () => {
    const drained = aDrain({
      ledger: {
        ...createMemoryLedger(() => drained.ports.clock.now),
        release: fails,
        markUncertain: fails,
      },
    });

    expect(await drained.drain(one, { answer: () => unavailable })).toEqual(['record-1']);
    expect(await drained.drain(one)).toEqual(['record-1']);
    drained.ports.clock.now += 300_001;
    expect(await drained.drain(one)).toEqual([]);
  });
});
