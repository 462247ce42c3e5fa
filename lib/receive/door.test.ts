import { expect, test } from 'vitest';
import { aDoor } from '../../test/support/builders/a-door.ts';
import { aReceiver } from '../../test/support/builders/a-receiver.ts';
import { markAsSent } from '../../test/support/builders/mark-as-sent.ts';
import { QUEUE_TIME } from '../../test/support/builders/queue-records.ts';
import { createMemoryLedger } from '../../test/support/doubles/memory-ledger.ts';
import { decodeEvent } from '../../test/support/reading/decode-event.ts';
import { fixture } from '../../test/support/reading/fixtures.ts';
import { UnavailableError } from '../model/errors.ts';
import { sources } from '../sources/all-sources.ts';

const now = () => QUEUE_TIME;

/** Returns a receiver with a door, and the ledger that the door asks. `restart` forgets what was queued, as a new environment does. */
function aReceiverWithDoor(settings: Parameters<typeof aReceiver>[0] = {}) {
  const ledger = createMemoryLedger(now);
  let door = aDoor(ledger, now);
  const receiver = aReceiver(settings, {
    door: {
      findKnown: (...given) => door.findKnown(...given),
      remember: (...given) => {
        door.remember(...given);
      },
    },
  });
  return {
    ...receiver,
    ledger,
    restart: () => {
      door = aDoor(ledger, now);
    },
    deliver: (rawBody: Buffer, topic = 'orders/paid', world = {}) =>
      receiver.receive(receiver.request({ rawBody, topic }), world),
  };
}

const paid = fixture(sources.shopify, 'orders-paid.member-krw').rawBody;
const refunded = fixture(sources.shopify, 'orders-updated.partially-refunded').rawBody;
const customer = {
  id: 191_167,
  email: 'ann@example.com',
  first_name: 'Ann',
  state: 'disabled',
  created_at: '2026-11-20T00:00:00Z',
  updated_at: '2026-11-21T00:00:00Z',
};
const bodyOf = (body: object) => Buffer.from(JSON.stringify(body));

test('what this process queued is known, and is not queued again', async () => {
  const { deliver, seen, telemetry } = aReceiverWithDoor();
  expect(await deliver(paid)).toEqual({ kind: 'queued', events: 1 });
  // The same state of an order comes under several topics.
  expect(await deliver(paid, 'orders/create')).toEqual({ kind: 'known' });
  expect(await deliver(paid)).toEqual({ kind: 'known' });

  expect(seen.queued).toHaveLength(1);
  expect(telemetry.counts).toMatchObject({ DeliveryAccepted: 1, DeliveryKnown: 2 });
  expect(JSON.parse(telemetry.lines.at(-1) ?? '')).toMatchObject({
    message: 'Delivery known',
    orderId: '5500000000001',
    reason: 'queued',
    events: 1,
  });
});

test('what SQS did not accept is news', async () => {
  const { deliver, seen } = aReceiverWithDoor();
  const queueFault = new UnavailableError('SQS is unavailable', { code: 'queue-unavailable' });
  expect(await deliver(paid, 'orders/paid', { queueFault })).toEqual({ kind: 'unavailable' });

  expect(await deliver(paid)).toEqual({ kind: 'queued', events: 1 });
  expect(seen.queued).toHaveLength(1);
});

test('what the ledger says is told is known; what is claimed or uncertain is news', async () => {
  const { deliver, restart, seen, ledger, telemetry } = aReceiverWithDoor();
  await deliver(paid);
  const message = decodeEvent(seen.queued[0] ?? '');
  if (message.kind !== 'purchase') throw new Error('An order is a purchase');
  const claim = { owner: 'a drain', leaseUntil: QUEUE_TIME + 60_000 };

  for (const become of [() => ledger.claim(message, claim), () => ledger.markUncertain(message, claim)]) {
    await become();
    restart();
    expect(await deliver(paid)).toEqual({ kind: 'queued', events: 1 });
  }
  await ledger.claim(message, claim);
  await ledger.markSent(message, claim);
  restart();
  expect(await deliver(paid)).toEqual({ kind: 'known' });
  expect(JSON.parse(telemetry.lines.at(-1) ?? '')).toMatchObject({ reason: 'told' });
});

test('a refund that is not told yet goes with its purchase', async () => {
  const { deliver, restart, seen, ledger } = aReceiverWithDoor();
  expect(await deliver(refunded, 'orders/updated')).toEqual({ kind: 'queued', events: 2 });
  const [purchase, refund] = seen.queued.map(decodeEvent);
  if (purchase?.kind !== 'purchase' || refund?.kind !== 'refund') throw new Error('Both are expected');
  await markAsSent(ledger, purchase);
  restart();
  expect(await deliver(refunded, 'orders/updated')).toEqual({ kind: 'queued', events: 2 });

  await markAsSent(ledger, refund);
  restart();
  expect(await deliver(refunded, 'orders/updated')).toEqual({ kind: 'known' });
});

test('more that is due is news where it is told', async () => {
  const { deliver, seen, ledger, restart } = aReceiverWithDoor({ edits: 'send' });
  await deliver(paid);
  const message = decodeEvent(seen.queued[0] ?? '');
  if (message.kind !== 'purchase') throw new Error('An order is a purchase');
  await markAsSent(ledger, { ...message, total: '54000' });
  restart();

  expect(await deliver(paid)).toEqual({ kind: 'queued', events: 1 });
});

test('a profile that comes back to what it was, within one second, is news', async () => {
  const { deliver } = aReceiverWithDoor({ profiles: 'send' });
  const told = async (change: object) =>
    (await deliver(bodyOf({ ...customer, ...change }), 'customers/update')).kind;

  expect(await told({})).toBe('queued');
  expect(await told({ first_name: 'Anna' })).toBe('queued');
  expect(await told({})).toBe('queued');
});

test('an erasure and an order to be fetched are news each time', async () => {
  const shopify = aReceiverWithDoor();
  const erasure = bodyOf({
    shop_id: 1,
    shop_domain: 'example.myshopify.com',
    orders_to_redact: [],
    customer: { id: 1, email: 'ann@example.com' },
  });
  const cafe24 = aReceiverWithDoor({ source: 'cafe24', shop: 'main-mall' });
  const order = bodyOf({
    event_no: 90_023,
    resource: { mall_id: 'main-mall', order_id: '20261120-0000177', paid: 'T' },
  });

  for (let time = 1; time <= 2; time += 1) {
    expect(await shopify.deliver(erasure, 'customers/redact')).toEqual({
      kind: 'erasure-queued',
      requests: 1,
    });
    expect(await cafe24.deliver(order, '')).toEqual({ kind: 'fetch-queued', fetches: 1 });
  }
});
