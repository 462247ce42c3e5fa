import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { sources } from '../../lib/sources/all-sources.ts';
import { createDynamoDbLedger } from '../../lib/stores/ledger/dynamodb-ledger.ts';
import { type Ledger, type LedgerPart, ledgerId } from '../../lib/stores/ledger/ledger.ts';
import { toLedgerItem, toPartAttribute } from '../../lib/stores/ledger/ledger-item.ts';
import {
  connectionLane,
  createServicePauses,
  type ServicePause,
  type ServicePauses,
} from '../../lib/stores/ledger/service-pauses.ts';
import { aReceiver } from '../support/builders/a-receiver.ts';
import { createMemoryLedger, createMemoryPauses } from '../support/doubles/memory-ledger.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const MINUTE = 60_000;

let tables: Tables;
let dynamoDb: DynamoDBClient;
let clock: number;
let orders = 0;

beforeAll(async () => {
  tables = await startTables();
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
});

beforeEach(() => {
  clock = START;
});

afterAll(async () => {
  dynamoDb.destroy();
  await tables.stop();
});

const now = () => clock;
const settings = () => ({ dynamoDb, table: tables.ledger, budgetMs: 30_000, now });

/** Returns a part of an order that no other test uses. */
function aPart(changes: Partial<LedgerPart> = {}): LedgerPart {
  orders += 1;
  const order = { serviceId: 'service-1', source: 'shopify', shop: 'a', kind: 'purchase' };
  return {
    ...order,
    subjectKey: String(orders),
    part: 1,
    parts: 1,
    total: '10',
    deliveryId: 'd-1',
    ...changes,
  };
}

const claimOf = (owner: string) => ({ owner, leaseUntil: clock + MINUTE });

describe.each<[string, () => Ledger]>([
  ['DynamoDB', () => createDynamoDbLedger(settings())],
  ['memory', () => createMemoryLedger(now)],
])('the ledger in %s', (_, create) => {
  let ledger: Ledger;
  beforeEach(() => {
    ledger = create();
  });

  test('knows nothing of an order that was never claimed', async () => {
    expect(await ledger.read([aPart(), aPart()])).toEqual(new Map());
  });

  test('gives a part to one of twenty concurrent claims', async () => {
    const part = aPart();
    const claims = Array.from({ length: 20 }, (__, index) => ledger.claim(part, claimOf(`owner-${index}`)));
    const answers = await Promise.all(claims);

    expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'claimed-elsewhere')).toHaveLength(19);
  });

  test('gives an owner that asks again its own claim, and nobody else', async () => {
    const part = aPart();
    for (const owner of ['a', 'a', 'a']) expect(await ledger.claim(part, claimOf(owner))).toBe('claimed');
    expect(await ledger.claim(part, claimOf('b'))).toBe('claimed-elsewhere');

    await ledger.markSent(part, claimOf('a'));
    expect(await ledger.claim(part, claimOf('a'))).toBe('sent');
  });

  test('gives a claim to another owner when its lease is over, and not a moment before', async () => {
    const part = aPart();
    await ledger.claim(part, claimOf('a'));

    clock += MINUTE;
    expect(await ledger.claim(part, claimOf('b'))).toBe('claimed-elsewhere');
    clock += 1;
    expect(await ledger.claim(part, claimOf('b'))).toBe('claimed');
  });

  test('remembers what was sent, with the delivery that brought it', async () => {
    const part = aPart({ deliveryId: 'd-7' });
    const claim = claimOf('a');
    await ledger.claim(part, claim);
    clock += 500;
    await ledger.markSent(part, claim);

    const entry = (await ledger.read([part])).get(ledgerId(part));
    expect(entry).toMatchObject({ parts: 1, total: '10' });
    expect(entry?.states['1']).toMatchObject({ state: 'sent', deliveryId: 'd-7', at: START + 500 });
    clock += 399 * 24 * 60 * MINUTE;
    expect(await ledger.claim(part, claimOf('b'))).toBe('sent');
  });

  test('releases a refused order, for this version and any other', async () => {
    const part = aPart();
    const claim = claimOf('a');
    await ledger.claim(part, claim);
    await ledger.release(part, claim);

    expect(await ledger.claim({ ...part, total: '20', parts: 2 }, claimOf('b'))).toBe('claimed');
  });

  test('releases an order that may have arrived for this version only', async () => {
    const part = aPart();
    const claim = claimOf('a');
    await ledger.claim(part, claim);
    await ledger.markUncertain(part, claim);

    expect(await ledger.claim({ ...part, total: '20' }, claimOf('b'))).toBe('superseded');
    expect(await ledger.claim(part, claimOf('b'))).toBe('claimed');
  });

  test('knows after a readable refusal that an earlier request may have arrived', async () => {
    const part = aPart();
    await ledger.claim(part, claimOf('a'));
    await ledger.markUncertain(part, claimOf('a'));
    for (const owner of ['b', 'c']) {
      expect(await ledger.claim(part, claimOf(owner))).toBe('claimed');
      await ledger.release(part, claimOf(owner), 'throttled');
      expect(await ledger.claim({ ...part, total: '20' }, claimOf('d'))).toBe('superseded');
    }

    const entry = (await ledger.read([part])).get(ledgerId(part));
    expect(entry).toMatchObject({ tries: 2, failedOf: 'throttled', states: { 1: { state: 'uncertain' } } });
  });

  test('knows after a readable refusal that an owner who never came back may have sent it', async () => {
    const part = aPart();
    await ledger.claim(part, claimOf('killed'));
    clock += MINUTE + 1;
    expect(await ledger.claim(part, claimOf('b'))).toBe('claimed');
    await ledger.release(part, claimOf('b'));

    expect(await ledger.claim({ ...part, total: '20' }, claimOf('c'))).toBe('superseded');
    expect(await ledger.claim(part, claimOf('c'))).toBe('claimed');
    await ledger.markSent(part, claimOf('c'));
    expect(await ledger.claim(part, claimOf('d'))).toBe('sent');
  });

  test('counts the tries that failed, and why the last one did', async () => {
    const part = aPart();
    const claim = claimOf('a');
    const entry = async () => (await ledger.read([part])).get(ledgerId(part));
    await ledger.claim(part, claim);
    await ledger.release(part, claim);
    expect(await entry()).toEqual({ parts: 1, total: '10', states: {} });

    await ledger.claim(part, claim);
    await ledger.release(part, claim, 'refused');
    expect(await entry()).toEqual({ parts: 1, total: '10', states: {}, tries: 1, failedOf: 'refused' });
    await ledger.claim(part, claim);
    await ledger.markUncertain(part, claim, 'unavailable');
    expect(await entry()).toMatchObject({
      tries: 2,
      failedOf: 'unavailable',
      states: { 1: { state: 'uncertain' } },
    });
    await ledger.claim(part, claim);
    await ledger.markSent(part, claim);
    expect(await entry()).toMatchObject({
      tries: 2,
      failedOf: 'unavailable',
      states: { 1: { state: 'sent' } },
    });
  });

  test('counts no try of an owner whose claim was given away', async () => {
    const part = aPart();
    const late = claimOf('late');
    await ledger.claim(part, late);
    clock += MINUTE + 1;
    await ledger.claim(part, claimOf('next'));
    await ledger.release(part, late, 'refused');
    await ledger.markUncertain(part, late, 'unavailable');

    expect((await ledger.read([part])).get(ledgerId(part))).not.toHaveProperty('tries', expect.anything());
  });

  test('changes nothing that another owner took over', async () => {
    const part = aPart();
    const late = claimOf('late');
    await ledger.claim(part, late);
    clock += MINUTE + 1;
    await ledger.claim(part, claimOf('next'));

    await ledger.markSent(part, late);
    await ledger.markUncertain(part, late);
    await ledger.release(part, late);

    const entry = (await ledger.read([part])).get(ledgerId(part));
    expect(entry?.states['1']).toMatchObject({ state: 'claimed', owner: 'next' });
  });

  test('forgets an order, and ignores later writes of its owner', async () => {
    const [part, other] = [aPart(), aPart()];
    const claim = claimOf('a');
    await ledger.claim(part, claim);
    await ledger.claim(other, claim);

    await ledger.forget(part);
    await ledger.markSent(part, claim);
    await ledger.markUncertain(part, claim);
    await ledger.release(part, claim);
    await ledger.forget(part);

    expect([...(await ledger.read([part, other])).keys()]).toEqual([ledgerId(other)]);
    expect(await ledger.claim({ ...part, total: '20' }, claimOf('b'))).toBe('claimed');
  });

  test('keeps the parts of one order apart, under one version', async () => {
    const first = aPart({ parts: 2 });
    const second = { ...first, part: 2 };
    expect(await Promise.all([first, second].map((part) => ledger.claim(part, claimOf('a'))))).toEqual([
      'claimed',
      'claimed',
    ]);
    await ledger.markSent(second, claimOf('a'));

    expect(await ledger.claim(second, claimOf('b'))).toBe('sent');
    expect(await ledger.claim(first, claimOf('b'))).toBe('claimed-elsewhere');
    expect(await ledger.claim({ ...first, part: 3, parts: 3 }, claimOf('b'))).toBe('superseded');
  });

  test('keeps services, shops and kinds apart', async () => {
    const part = aPart();
    await ledger.claim(part, claimOf('a'));

    for (const other of [
      { serviceId: 'service-2' },
      { shop: 'b' },
      { source: 'cafe24' },
      { kind: 'refund' },
    ]) {
      expect(await ledger.claim({ ...part, ...other }, claimOf('b'))).toBe('claimed');
    }
  });

  test('reads more orders at once than DynamoDB returns in a call', async () => {
    const parts = Array.from({ length: 230 }, () => aPart());
    await Promise.all(parts.map((part) => ledger.claim(part, claimOf('a'))));

    expect((await ledger.read([...parts, ...parts])).size).toBe(230);
  });
});

const step = fc.record({
  owner: fc.constantFrom('a', 'b'),
  total: fc.constantFrom('10', '20'),
  act: fc.constantFrom('claim', 'claim', 'release', 'markUncertain', 'markSent', 'wait' as const),
  failedOf: fc.option(fc.constantFrom('refused', 'throttled'), { nil: undefined }),
});

test('whatever happens to an order, memory and DynamoDB say the same, and one version may have arrived', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
      clock = START;
      const ledgers = [createDynamoDbLedger(settings()), createMemoryLedger(now)];
      const order = aPart();
      // By claim: one that lapsed may still be given back by its owner, who knows that nothing of it arrived.
      const mayHaveArrived = new Map<number, string>();
      let claim = 0;
      for (const { owner, total, act, failedOf } of steps) {
        const part = { ...order, total };
        const said = await Promise.all(
          ledgers.map(async (ledger) => {
            if (act === 'claim') return ledger.claim(part, claimOf(owner));
            const held = (await ledger.read([order])).get(ledgerId(order));
            // Only who sent a version speaks of it.
            if (act === 'wait' || held?.states['1']?.owner !== owner || held.total !== total)
              return undefined;
            if (held.states['1'].state !== 'claimed') return undefined;
            await ledger[act](part, claimOf(owner), failedOf);
            return act;
          }),
        );
        expect(said[0]).toBe(said[1]);
        if (act === 'wait') clock += MINUTE + 1;
        const [left, right] = await Promise.all(ledgers.map((ledger) => ledger.read([order])));
        expect(left).toEqual(right);
        const { states = {}, total: version = '' } = left?.get(ledgerId(order)) ?? {};
        if (said[0] === 'claimed') claim += 1;
        const isLapsed = states['1']?.state === 'claimed' && states['1'].leaseUntil < clock;
        if (isLapsed || said[0] === 'markUncertain' || said[0] === 'markSent')
          mayHaveArrived.set(claim, version);
        if (said[0] === 'release') mayHaveArrived.delete(claim);
        expect(new Set(mayHaveArrived.values()).size).toBeLessThanOrEqual(1);
      }
    }),
    {
      numRuns: 20,
      examples: [
        [
          [
            { owner: 'a', total: '10', act: 'claim', failedOf: undefined },
            { owner: 'a', total: '10', act: 'wait', failedOf: undefined },
            { owner: 'a', total: '10', act: 'release', failedOf: undefined },
            { owner: 'b', total: '20', act: 'claim', failedOf: undefined },
            { owner: 'b', total: '20', act: 'markUncertain', failedOf: undefined },
          ],
        ],
      ],
    },
  );
}, 60_000);

describe.each<[string, () => ServicePauses]>([
  ['DynamoDB', () => createServicePauses(settings())],
  ['memory', () => createMemoryPauses()],
])('the pauses in %s', (_, create) => {
  const pause = { until: START + MINUTE, reason: 'unavailable', failures: 2, probedAt: START } as const;
  let pauses: ServicePauses;
  beforeEach(() => {
    pauses = create();
  });

  test('are read as written, and are gone when ended', async () => {
    const lane = connectionLane({ serviceId: 'service-a', connection: 'main' });
    const lanes = ['service-a', 'service-b', lane];
    expect(await pauses.read(lanes)).toEqual(new Map());
    await pauses.pause('service-a', pause);
    await pauses.pause(lane, { ...pause, reason: 'misconfigured', since: START - MINUTE });
    expect(await pauses.read(lanes)).toEqual(
      new Map<string, ServicePause>([
        ['service-a', pause],
        [lane, { ...pause, reason: 'misconfigured', since: START - MINUTE }],
      ]),
    );
    expect(await pauses.read(['service-b'])).toEqual(new Map());

    await pauses.end('service-a');
    expect([...(await pauses.read(lanes)).keys()]).toEqual([lane]);
    expect(await pauses.read([])).toEqual(new Map());
  });

  test('give the probe to one of twenty concurrent requests', async () => {
    await pauses.pause('service-c', pause);
    const asked = Array.from({ length: 20 }, (__, index) =>
      pauses.takeProbe('service-c', pause, START + 1 + index),
    );

    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
  });

  test('give no probe for a pause that is gone', async () => {
    expect(await pauses.takeProbe('service-d', pause, START)).toBe(false);
  });
});

test('the lane of a connection is none of a service or of a call, whatever the connection is called', () => {
  const named = ['identities', 'user-profile', 'pause', 'connection'].map((connection) =>
    connectionLane({ serviceId: 'service-1', connection }),
  );

  expect(new Set(named).size).toBe(4);
  for (const lane of named) expect(lane).not.toMatch(/^service-1(#[a-z-]+)?$/);
});

test('an order of 400 parts fits one item, however long the delivery id that its sender chose', async () => {
  const ledger = createDynamoDbLedger(settings());
  const { headers, ...request } = aReceiver().request({ rawBody: Buffer.from('{}') });
  const long = { ...request, headers: { ...headers, 'x-shopify-webhook-id': 'd'.repeat(9_000) } };
  const { deliveryId = '' } = sources.shopify.readHeaders(long);
  const first = aPart({ parts: 400, deliveryId });

  const item = toLedgerItem(first, claimOf('a'), START);
  const claimed = { state: 'claimed', at: START } as const;
  for (let part = 2; part < first.parts; part += 1) {
    if (item['states']?.M) item['states'].M[part] = toPartAttribute(first, claimOf('a'), claimed);
  }
  await dynamoDb.send(new PutItemCommand({ TableName: tables.ledger, Item: item }));

  expect(await ledger.claim({ ...first, part: 400 }, claimOf('a'))).toBe('claimed');
  expect(Object.keys((await ledger.read([first])).get(ledgerId(first))?.states ?? {})).toHaveLength(400);
});

test('A ledger out of reach fails within its budget', async () => {
  const nowhere = new DynamoDBClient({ ...localClientSettings('http://127.0.0.1:9'), maxAttempts: 1 });
  const ledger = createDynamoDbLedger({ ...settings(), dynamoDb: nowhere });

  await expect(ledger.read([aPart()])).rejects.toMatchObject({ code: 'ledger-unavailable', retryable: true });
  await expect(ledger.claim(aPart(), claimOf('a'))).rejects.toMatchObject({ code: 'ledger-unavailable' });
});
