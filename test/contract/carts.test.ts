import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DfineryDouble, startDfineryDouble } from '../../infra/local/dfinery-double/dfinery-double.ts';
import { createDfineryClient, type DfineryClient } from '../../lib/dfinery/client.ts';
import { toCartEvent } from '../../lib/dfinery/to-cart-event.ts';
import { toPaymentInfo } from '../../lib/dfinery/to-payment-info.ts';
import { drainBatch } from '../../lib/drain/drain-batch.ts';
import { toDecimal } from '../../lib/model/money.ts';
import { wholeMessage } from '../../lib/translate/to-messages.ts';
import { aShopConnection, mappingSettings } from '../support/builders/a-connection.ts';
import { aRecord, queueRecords } from '../support/builders/queue-records.ts';
import { drainPorts } from '../support/doubles/memory-drain-ports.ts';
import { memoryTombstones } from '../support/doubles/memory-tombstones.ts';

const service = { accessToken: 'secret-token', eventProperties: [], itemProperties: [] };
const context = {
  connection: aShopConnection(),
  deliveryId: 'd',
  receivedAt: new Date('2026-11-24T00:00:00Z'),
  traceId: 't',
};

let double: DfineryDouble;
let dfinery: DfineryClient;

beforeEach(async () => {
  double = await startDfineryDouble({ findService: () => Promise.resolve(service) });
  dfinery = createDfineryClient({ origin: new URL(double.url), maxSockets: 10 });
});

afterEach(async () => {
  dfinery.close();
  await double.stop();
});

/** A step of a checkout, as the receiver queues it. */
function checkoutRecord(customer: string, minute = 1) {
  const checkout = {
    source: 'shopify',
    shop: 'example.myshopify.com',
    token: `token-of-${customer}`,
    customer: { id: customer, emails: [], phones: [] },
    enteredAt: `2026-11-24T00:0${minute}:00.000Z`,
  };
  const reading = toPaymentInfo(checkout, mappingSettings());
  if (reading.kind === 'ignored') throw new Error(reading.reason);
  const { body } = wholeMessage(reading.whole, context);
  return aRecord({ messageId: `checkout-${customer}-${minute}`, body });
}

/** An addition to a cart, as the fetching function queues it. */
function cartRecord(customer: string) {
  const product = {
    productId: '781',
    variantId: undefined,
    sku: undefined,
    title: 'Tea',
    variantTitle: undefined,
    vendor: undefined,
    unitPrice: toDecimal('10.5'),
    categories: [],
  };
  const cartKey = `cart-of-${customer}`;
  const addition = { source: 'shopify', shop: 'example.myshopify.com', cartKey, product, quantity: 2 };
  const event = toCartEvent({ ...addition, addedAt: '2026-11-24T00:00:00.000Z' }, mappingSettings());
  const { body } = wholeMessage(
    { kind: 'cart', subjectKey: cartKey, identity: { external_id: customer }, event },
    context,
  );
  return aRecord({ messageId: `cart-${customer}`, body });
}

const drain = (records: Parameters<typeof drainBatch>[1]['records'], ports = drainPorts({ dfinery })) =>
  drainBatch(ports, { records, remainingMs: () => 60_000 });

test('a cart, a checkout and the order of one customer share a request, and no other customer is in it', async () => {
  const records = [
    cartRecord('a'),
    checkoutRecord('a'),
    ...queueRecords([{ orderId: '1', customer: 'a' }]),
    checkoutRecord('b'),
  ];
  expect(await drain(records)).toEqual({ batchItemFailures: [] });

  const namesOf = (customer: string) =>
    double
      .events()
      .filter(({ identity }) => identity.external_id === customer)
      .map(({ event }) => event.event_name);
  expect(namesOf('b')).toEqual(['df_add_payment_info']);
  expect(namesOf('a')).toContain('df_add_to_cart');
  expect(double.events()).toHaveLength(4);
});

test('a checkout is one event, however many steps it has', async () => {
  const ports = drainPorts({ dfinery });
  for (const minute of [3, 1, 2, 1]) await drain([checkoutRecord('a', minute)], ports);

  expect(double.events()).toHaveLength(1);
  expect(ports.telemetry.counts).toMatchObject({ EventSent: 1, EventDuplicate: 3 });
});

test('neither is sent for an erased customer', async () => {
  const tombstones = memoryTombstones(({ identity }) => identity?.external_id === 'a');
  const ports = drainPorts({ dfinery, tombstones });
  await drain([cartRecord('a'), checkoutRecord('a'), checkoutRecord('b')], ports);

  expect(double.events().map(({ identity }) => identity.external_id)).toEqual(['b']);
  expect(ports.telemetry.counts).toMatchObject({ EventErased: 2 });
});
