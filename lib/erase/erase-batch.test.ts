import { describe, expect, test } from 'vitest';
import { accepted, answered } from '../../test/support/builders/a-drain.ts';
import { aProfileDrain, aQueuedProfile } from '../../test/support/builders/a-profile-drain.ts';
import { anEraser } from '../../test/support/builders/an-eraser.ts';
import { anErasure } from '../../test/support/builders/an-erasure.ts';
import { aRecord, QUEUE_TIME } from '../../test/support/builders/queue-records.ts';
import { UnavailableError } from '../model/errors.ts';
import { customerKey } from '../model/keys.ts';
import { type ErasureMessage, encodeErasureMessage } from '../queue/erasure-message.ts';
import { encodeMessage } from '../queue/message.ts';
import { ledgerId } from '../stores/ledger/ledger.ts';

const recordOf = (message: ErasureMessage, more: { receives?: number; ageMs?: number } = {}) =>
  aRecord({ messageId: 'record-1', body: encodeErasureMessage(message), ...more });
const one = (changes: Parameters<typeof anErasure>[0] = {}) => [recordOf(anErasure(changes))];
/** A parked delivery with a body as it is written here. */
const parkedText = (body: string) => {
  const times = { receivedAt: '2026-11-24T00:00:00.000Z', verifiedAt: '2026-11-24T00:00:00.000Z' };
  const rawBody = Buffer.from(body).toString('base64');
  return JSON.stringify({
    source: 'shopify',
    connection: 'main',
    headers: {},
    rawBody,
    ...times,
    issues: [],
  });
};
const DAY = 24 * 60 * 60_000;

describe('a request to erase a person', () => {
  test('waits until all invocations that read before its tombstones have ended, then is carried out', async () => {
    const eraser = anEraser();

    expect(await eraser.erase(one())).toEqual(['record-1']);
    expect(eraser.seen.sent).toEqual([]);
    expect(eraser.ports.hidden[0]?.seconds).toBeGreaterThanOrEqual(150);
    eraser.ports.clock.now += 150_000 - 1;
    expect(await eraser.erase(one())).toEqual(['record-1']);
    expect(eraser.seen.sent).toEqual([]);
    eraser.ports.clock.now += 1;
    expect(await eraser.erase(one())).toEqual([]);

    expect(eraser.seen.sent).toEqual([
      {
        call: 'identities/delete',
        serviceId: 'service-1',
        body: { identity: { external_id: 'c-1' }, request_datetime: '2026-11-24T00:02:30.000Z' },
      },
    ]);
    expect(eraser.counts()).toMatchObject({ 'ErasureKept:stand-down': 2, ErasureDone: 1 });
  });

  test('deletes the parked deliveries of that person only, and none that came later', async () => {
    const eraser = anEraser({
      parked: {
        'main/a': { customer: { id: 'c-1' } },
        'main/b': { customer: { id: 'c-2' } },
        'main/c': { customer: { id: 'c-1' }, receivedAt: '2026-11-24T00:00:00.001Z' },
        'main/d': 'no parked delivery',
        'other/a': { customer: { id: 'c-1' } },
      },
    });

    await eraser.eraseWhole(one());

    expect(eraser.keys()).toEqual(['main/b', 'main/c', 'main/d', 'other/a']);
  });

  test('is carried out beside a delivery of 4 MiB', async () => {
    const eraser = anEraser({
      parked: { 'main/a': { note: 'x'.repeat(4 * 1024 * 1024 - 12) }, 'main/b': { customer: { id: 'c-1' } } },
    });

    expect(await eraser.eraseWhole(one())).toEqual([]);

    expect(eraser.keys()).toEqual(['main/a']);
    expect(eraser.seen.sent).toHaveLength(1);
  });

  test('is carried out, and incomplete, if S3 refuses one delivery or one has another form', async () => {
    const eraser = anEraser({
      parked: { 'main/a': 'no parked delivery', 'main/b': { customer: { id: 'c-1' } }, 'main/c': { a: 1 } },
      refused: ['main/c'],
    });

    expect(await eraser.eraseWhole(one())).toEqual([]);

    expect(eraser.keys()).toEqual(['main/a', 'main/c']);
    expect(eraser.seen.sent).toHaveLength(1);
    expect(eraser.counts()).toMatchObject({ 'ErasureIncomplete:parked-unread': 1 });
    expect(await eraser.records.list()).toMatchObject([{ parkedUnread: 2, dfinery: 'deleted' }]);
    const lines = eraser.ports.telemetry.lines.join('\n');
    expect(lines).toContain('main/a');
    expect(lines).toContain('main/c');
  });

  test('is carried out beside a delivery that is nested very deeply', async () => {
    const depths = [1_000, 2_000, 4_000, 6_000, 8_000, 20_000, 100_000];
    const parked = Object.fromEntries(
      depths.map((depth) => [
        `main/${depth}`,
        parkedText('['.repeat(depth) + '"c-1@example.com"' + ']'.repeat(depth)),
      ]),
    );
    const eraser = anEraser({ parked });

    expect(await eraser.eraseWhole(one())).toEqual([]);
    expect(eraser.keys()).toEqual([]);
  });

  test('goes on in the bucket at the key where its time ran out', async () => {
    const parked = Object.fromEntries(
      Array.from({ length: 90 }, (_, index) => [
        `main/${String(index).padStart(3, '0')}`,
        { customer: { id: 'c-1' } },
      ]),
    );
    const eraser = anEraser({ parked });
    eraser.standDown();
    let looks = 0;
    // Time for two rounds.
    const remainingMs = () => (looks++ < 4 ? 60_000 : 0);
    await eraser.begin(anErasure());

    expect(await eraser.erase(one(), remainingMs)).toEqual(['record-1']);
    const left = eraser.keys().length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(90);
    expect(await eraser.erase(one())).toEqual([]);

    expect(eraser.keys()).toEqual([]);
    expect(eraser.counts()).toMatchObject({ 'ErasureKept:out-of-time': 1 });
  });

  test('starts nothing if its time is nearly over', async () => {
    const eraser = anEraser();

    expect(await eraser.erase(one(), () => 24_999)).toEqual(['record-1']);
    expect(eraser.counts()).toMatchObject({ 'ErasureKept:out-of-time': 1 });
  });

  test('without an external id is done here, not at Dfinery, and says so', async () => {
    const eraser = anEraser({ parked: { 'main/a': { email: 'g@example.com' } } });

    await eraser.eraseWhole(one({ identity: { email: 'g@example.com' }, emails: ['g@example.com'] }));

    expect(eraser.keys()).toEqual([]);
    expect(eraser.seen.sent).toEqual([]);
    expect(eraser.counts()).toMatchObject({ 'ErasureIncomplete:no-external-id': 1 });
  });

  test('for a whole shop empties its part of the bucket', async () => {
    const eraser = anEraser({
      parked: { 'main/a': { a: 1 }, 'main/b': 'no JSON', 'other/a': { a: 1 } },
    });

    await eraser.eraseWhole(one({ kind: 'erase-shop', identity: undefined }));

    expect(eraser.keys()).toEqual(['main/b', 'other/a']);
    expect(eraser.counts()).toMatchObject({ 'ErasureIncomplete:whole-shop': 1 });
  });

  test('for data is recorded at once', async () => {
    const eraser = anEraser();

    expect(await eraser.erase(one({ kind: 'data-request', reference: '7' }))).toEqual([]);
    expect(eraser.counts()).toMatchObject({ DataRequested: 1 });
  });

  test('that is done and is received once more does not delete a customer who has come back', async () => {
    const eraser = anEraser();
    await eraser.eraseWhole(one());

    expect(await eraser.erase(one())).toEqual([]);
    expect(eraser.seen.sent).toHaveLength(1);
  });

  test('delivered again is a duplicate', async () => {
    const eraser = anEraser();
    await eraser.eraseWhole(one());

    expect(await eraser.erase(one({ id: 'another' }))).toEqual([]);
    expect(eraser.seen.sent).toHaveLength(1);
    expect(eraser.counts()).toMatchObject({ ErasureDuplicate: 1 });
  });
});

describe('what the drain sent to Dfinery of a customer', () => {
  const shop = { serviceId: 'service-1', source: 'shopify', shop: 'example.myshopify.com' };
  const keyOf = (id: string) => ({ ...shop, kind: 'profile', subjectKey: customerKey({ ...shop, id }) });
  const signUpOf = (id: string) => ({
    ...keyOf(id),
    kind: 'sign-up',
    part: 1,
    parts: 1,
    total: '0',
    deliveryId: 'd',
  });
  const facts = { df_name: { at: Date.parse('2026-11-23T00:00:00.000Z'), print: 'p' } };
  const drains = { owner: 'a drain', leaseUntil: QUEUE_TIME + 90_000 };

  /** As if the drain had sent the customers days ago. */
  async function sendBefore({ ports }: ReturnType<typeof anEraser>, ...ids: string[]): Promise<void> {
    for (const id of ids) {
      await ports.profiles.claim(keyOf(id), drains);
      await ports.profiles.settle(keyOf(id), drains, facts);
      await ports.ledger.claim(signUpOf(id), drains);
      await ports.ledger.markSent(signUpOf(id), drains);
    }
  }
  const known = async ({ ports }: ReturnType<typeof anEraser>, ...ids: string[]) => [
    ...(await ports.profiles.read(ids.map(keyOf))).keys(),
    ...(await ports.ledger.read(ids.map(signUpOf))).keys(),
  ];

  test('is forgotten, so that the customer is sent whole on coming back; of others it is not', async () => {
    const eraser = anEraser();
    await sendBefore(eraser, 'c-1', 'c-2');

    await eraser.eraseWhole(one());

    expect(await known(eraser, 'c-1')).toEqual([]);
    expect(await known(eraser, 'c-2')).toEqual([keyOf('c-2'), signUpOf('c-2')].map(ledgerId));
  });

  test('is forgotten of a guest too, although Dfinery keeps what it has', async () => {
    const eraser = anEraser();
    await sendBefore(eraser, 'c-1');

    await eraser.eraseWhole(one({ identity: { email: 'c-1@example.com' } }));

    expect(await known(eraser, 'c-1')).toEqual([]);
  });

  test('is not added to while Dfinery deletes', async () => {
    let claimed: unknown = 'not tried';
    const eraser = anEraser({
      answer: async () => {
        claimed = await eraser.ports.profiles.claim(keyOf('c-1'), drains);
        return accepted;
      },
    });
    await sendBefore(eraser, 'c-1');

    await eraser.eraseWhole(one());

    expect(claimed).toBeUndefined();
    expect(await eraser.ports.profiles.claim(keyOf('c-1'), drains)).toEqual({ facts: {} });
  });

  test('and a profile that comes during the deletion: it waits, and is sent whole afterwards', async () => {
    const profile = (at: number) =>
      aRecord({
        messageId: `profile-${at}`,
        body: encodeMessage({ ...aQueuedProfile({ at }), subjectKey: keyOf('c-1').subjectKey }),
      });
    const inTheMidst: string[] = [];
    const eraser = anEraser({
      answer: async () => {
        inTheMidst.push(...(await drain.drain([profile(2)])));
        return accepted;
      },
    });
    const drain = aProfileDrain({ profiles: eraser.ports.profiles });
    await drain.drain([profile(1)]);
    const before = drain.calls.length;

    await eraser.eraseWhole(one());
    expect(inTheMidst).toEqual(['profile-2']);
    expect(drain.calls).toHaveLength(before);
    expect(await drain.drain([profile(2)])).toEqual([]);

    const sent = drain.calls.slice(before).map(({ call, body }) => [call, body.user_properties]);
    expect(sent).toEqual([
      ['identities', undefined],
      ['user-profile', { df_name: 'Ann' }],
    ]);
  });

  test('delays the request while a drain holds the customer, and does not count if written too late', async () => {
    const eraser = anEraser();
    await sendBefore(eraser, 'c-1');
    await eraser.begin(anErasure());
    await eraser.ports.profiles.claim(keyOf('c-1'), drains);

    expect(await eraser.erase(one())).toEqual(['record-1']);
    expect(eraser.seen.sent).toEqual([]);
    eraser.ports.clock.now = drains.leaseUntil + 1;
    expect(await eraser.erase(one())).toEqual([]);
    await eraser.ports.profiles.settle(keyOf('c-1'), drains, facts);

    expect(eraser.counts()).toMatchObject({ 'ErasureKept:claimed-elsewhere': 1, ErasureDone: 1 });
    expect(await known(eraser, 'c-1')).toEqual([]);
  });

  test('is forgotten even if Dfinery gives no answer: it is unknown then what it has', async () => {
    const eraser = anEraser({ answer: () => ({ kind: 'unanswered', reason: 'timeout' }) });
    await sendBefore(eraser, 'c-1');

    expect(await eraser.eraseWhole(one())).toEqual(['record-1']);

    expect(await known(eraser, 'c-1')).toEqual([]);
  });

  test('keeps a request waiting if the ledger is unavailable, before Dfinery is asked or after', async () => {
    const eraser = anEraser();
    await sendBefore(eraser, 'c-1');
    await eraser.begin(anErasure());
    const fails = () => Promise.reject(new UnavailableError('down', { code: 'ledger-unavailable' }));
    const working = eraser.ports.profiles;

    eraser.ports.profiles = { ...working, claim: fails };
    expect(await eraser.erase(one())).toEqual(['record-1']);
    expect(eraser.seen.sent).toEqual([]);
    eraser.ports.profiles = { ...working, forget: fails };
    expect(await eraser.erase(one())).toEqual(['record-1']);
    expect(eraser.seen.sent).toHaveLength(1);

    eraser.ports.profiles = working;
    eraser.ports.clock.now += 90_000 + 240_001;
    expect(await eraser.erase(one())).toEqual([]);
    expect(eraser.counts()).toMatchObject({ 'ErasureKept:aws-unavailable': 2, ErasureDone: 1 });
    expect(await known(eraser, 'c-1')).toEqual([]);
  });
});

describe('Dfinery’s answer decides:', () => {
  test.each([
    ['accepted', accepted, []],
    ['refused', answered({ status: false, code: '40001' }), ['record-1']],
    ['throttled', answered({ status: false, code: '40401' }), ['record-1']],
    ['misconfigured', answered({ status: false, code: '40201' }), ['record-1']],
    ['unavailable', answered({ status: false, code: '50000' }), ['record-1']],
    ['unavailable', { kind: 'unanswered', reason: 'timeout' } as const, ['record-1']],
  ])('%s', async (outcome, answer, kept) => {
    const eraser = anEraser({ answer: () => answer });

    expect(await eraser.eraseWhole(one())).toEqual(kept);
    if (outcome !== 'accepted') expect(eraser.counts()).toMatchObject({ [`ErasureKept:${outcome}`]: 1 });
  });

  test('a request is dead after a day of refusals, or after three days of server errors', async () => {
    const refused = anEraser({ answer: () => answered({ status: false, code: '40001', message: 'NO' }) });
    const bad = anEraser({ answer: () => answered({ status: false, code: '50000' }) });

    expect(await refused.eraseWhole([recordOf(anErasure(), { ageMs: DAY - 200_000 })])).toEqual(['record-1']);
    expect(await refused.erase([recordOf(anErasure(), { ageMs: DAY })])).toEqual([]);
    expect(refused.ports.buried[0]?.attributes).toMatchObject({ cause: 'refused', code: '40001' });
    expect(await bad.eraseWhole([recordOf(anErasure(), { ageMs: 3 * DAY - 200_000 })])).toEqual(['record-1']);
    expect(await bad.erase([recordOf(anErasure(), { ageMs: 3 * DAY })])).toEqual([]);
  });

  test('a connection that was bound to another service since then is not asked', async () => {
    const eraser = anEraser();

    expect(await eraser.eraseWhole(one({ serviceId: 'service-9' }))).toEqual(['record-1']);
    expect(eraser.seen.sent).toEqual([]);
    expect(eraser.counts()).toMatchObject({ 'ErasureKept:misconfigured': 1 });
  });
});

describe('it waits', () => {
  test('if the table or the key is unavailable, before anything is deleted', async () => {
    const eraser = anEraser({ parked: { 'main/a': { customer: { id: 'c-1' } } } });
    eraser.records.fault = new UnavailableError('down', { code: 'erasures-unavailable' });

    expect(await eraser.eraseWhole(one())).toEqual(['record-1']);
    expect(eraser.keys()).toEqual(['main/a']);
    expect(eraser.counts()).toMatchObject({ 'ErasureKept:aws-unavailable': 2 });
  });

  test('if S3 is unavailable, before Dfinery is asked', async () => {
    const eraser = anEraser({ parked: { 'main/a': { customer: { id: 'c-1' } } }, bucketIsIll: true });

    expect(await eraser.eraseWhole(one())).toEqual(['record-1']);
    expect(eraser.seen.sent).toEqual([]);
  });
});

test('A record that is not a message is dead, one of a later version waits, and neither affects the others', async () => {
  const eraser = anEraser();
  const records = [
    aRecord({ messageId: 'broken', body: 'no message' }),
    aRecord({ messageId: 'newer', body: '{"v":2}' }),
    aRecord({ messageId: 'good', body: encodeErasureMessage(anErasure({ kind: 'data-request' })) }),
  ];

  expect(await eraser.erase(records)).toEqual(['newer']);
  expect(eraser.counts()).toMatchObject({
    'ErasureDead:message-invalid': 1,
    'ErasureKept:message-newer': 1,
    DataRequested: 1,
  });
});

test('No log line names the person', async () => {
  const eraser = anEraser({
    answer: () => answered({ status: false, code: '40001', message: 'c-1 unknown' }),
  });
  await eraser.eraseWhole(one({ phones: ['+821023456789'] }));

  expect(eraser.ports.telemetry.lines.length).toBeGreaterThan(0);
  expect(eraser.ports.telemetry.lines.join('\n')).not.toMatch(/c-1|example\.com|8210/);
});
