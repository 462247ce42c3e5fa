import { afterAll, beforeAll, expect, test } from 'vitest';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { woocommerce } from '../../lib/sources/woocommerce/source.ts';
import { aCafe24Refund } from '../support/builders/a-cafe24-order.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { cafe24Order, webhookOf } from '../support/builders/cafe24-sales.ts';
import {
  allPaidBack,
  dearerExchange,
  editedBeforePayment,
  refusedAtTheDoor,
  type SequenceOf,
  type SequenceWebhook,
  twoVendors,
  upsellPaidBack,
} from '../support/builders/order-sequences.ts';
import { type Cafe24Stack, startCafe24Stack } from '../support/harness/cafe24-stack.ts';
import { postUntilTaken } from '../support/harness/post-until-taken.ts';
import { countedIn } from '../support/reading/counted-in.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';

const refundProperties = { df_order_id: 'orderId', refund_kind: 'refundKind' } as const;

const shopOf = (changes: Parameters<typeof aConnection>[0]) => aConnection({ refundProperties, ...changes });

const connections = {
  plain: shopOf({ shop: 'plain.myshopify.com' }),
  sends: shopOf({ shop: 'sends.myshopify.com', edits: 'send' }),
  created: shopOf({ shop: 'created.myshopify.com', purchaseOn: 'created' }),
  woo: shopOf({ source: 'woocommerce', shop: 'https://shop.example.com' }),
  'woo-sends': shopOf({ source: 'woocommerce', shop: 'https://other.example.com', edits: 'send' }),
};

/** Which webhooks arrive one after the other, what Dfinery is told then, and what is left there. */
type Arrivals = readonly string[];

const sequences: readonly [by: keyof typeof connections, what: string, SequenceOf, ...Arrivals[]][] = [
  [
    'plain',
    'An upsell that is paid back',
    upsellPaidBack,
    ['1: purchase 100; 100', '2: ; 100'],
    ['2: purchase 120, refund 20; 100', '1: ; 100'],
  ],
  [
    'sends',
    'An upsell that is told and paid back',
    upsellPaidBack,
    ['1: purchase 100; 100', '2: purchase 20, refund 20; 100'],
    ['2: purchase 120, refund 20; 100', '1: ; 100'],
  ],
  [
    'plain',
    'An upsell, and all of it paid back,',
    allPaidBack,
    ['1: purchase 100; 100', '2: refund 100; 0'],
    ['2: purchase 120, refund 120; 0', '1: ; 0'],
  ],
  [
    'sends',
    'An upsell that is told, and all of it paid back,',
    allPaidBack,
    ['1: purchase 100; 100', '2: purchase 20, refund 120; 0'],
    ['2: purchase 120, refund 120; 0', '1: ; 0'],
  ],
  [
    'plain',
    'A dearer exchange, of which a part is paid back,',
    dearerExchange,
    ['1: purchase 100; 100', '2: ; 100', '3: ; 100'],
    ['3: purchase 250, refund 150; 100', '2: ; 100', '1: ; 100'],
  ],
  [
    'sends',
    'A dearer exchange that is told, of which a part is paid back,',
    dearerExchange,
    ['1: purchase 100; 100', '2: purchase 150; 250', '3: refund 150; 100'],
    ['3: purchase 250, refund 150; 100', '2: ; 100', '1: ; 100'],
  ],
  [
    'created',
    'A line that is taken out before payment',
    editedBeforePayment,
    ['1: purchase 100; 100', '2: ; 100', '3: settlement 30; 70'],
    ['3: purchase 70; 70', '2: ; 70', '1: ; 70'],
  ],
  [
    'woo',
    'Cash on delivery that is refused, and paid after all,',
    refusedAtTheDoor,
    ['1: purchase 20; 20', '2: cancellation 20; 0', '3: ; 0'],
    ['2: ; 0', '1: ; 0', '3: purchase 20; 20'],
  ],
  [
    'woo-sends',
    'Cash on delivery that is refused, and told when it is paid after all,',
    refusedAtTheDoor,
    ['1: purchase 20; 20', '2: cancellation 20; 0', '3: purchase 20; 20'],
    ['3: purchase 20; 20', '2: ; 20', '1: ; 20'],
  ],
  [
    'woo',
    'A cart of two vendors',
    twoVendors,
    ['1: purchase 46; 46', '2: ; 46', '3: ; 46'],
    ['3: ; 0', '2: ; 0', '1: purchase 46; 46'],
  ],
];

const rows = sequences
  .flatMap(([by, what, sequence, ...orders]) =>
    orders.map((arrivals) => ({ by, what, sequence, arrivals, webhooks: arrivals.map((text) => text[0]) })),
  )
  .map((row, index) => ({ ...row, id: 7_000_000_000_000 + 10 * index }));

type Row = (typeof rows)[number];

/** An event as the stand-in for Dfinery shows it. */
interface Told {
  readonly event_log_id: string;
  readonly event_items: readonly Readonly<Record<string, unknown>>[];
  readonly event_properties: Readonly<Record<string, unknown>>;
}

let shops: Cafe24Stack<'onemall'>;
/** All that Dfinery has, after each webhook of every order. */
const rounds: Told[][] = [];

beforeAll(async () => {
  shops = await startCafe24Stack(['onemall'], { connection: { refundProperties }, others: connections });
});

afterAll(() => shops.stop());

async function deliver({ by, id, sequence, webhooks }: Row, round: number): Promise<void> {
  const webhook = sequence(id)[Number(webhooks[round]) - 1];
  if (webhook !== undefined) expect(await post(by, webhook)).toBe(200);
}

async function post(by: Row['by'], { topic, body }: SequenceWebhook): Promise<number> {
  const { source: id, shop: name = '', secrets } = connections[by];
  const source = id === 'shopify' ? shopify : woocommerce;
  const rawBody = Buffer.from(JSON.stringify(body));
  const secret = secrets[0] ?? '';
  const headers = source.sign({
    rawBody,
    topic,
    shop: name,
    secret,
    deliveryId: 'delivery',
    now: new Date(),
  });
  const url = `${shops.stack.url}/webhooks/${id}/${by}`;
  return (await postUntilTaken(url, { headers, body: new Uint8Array(rawBody) })).status;
}

async function told(): Promise<Told[]> {
  const answer = await fetch(`${shops.stack.url}/__double/events`);
  return ((await answer.json()) as readonly { readonly event: Told }[]).map(({ event }) => event);
}

/** What Dfinery has of an order and its sub-orders. */
function ofOrder(events: readonly Told[], id: number): Told[] {
  const ids = [id, id + 1, id + 2].map(String);
  return events.filter(({ event_properties: { df_order_id } }) => ids.includes(String(df_order_id)));
}

function worth({ event_properties: properties }: Told): number {
  const { df_total_purchase_amount: bought = 0, df_total_refund_amount: back = 0 } = properties;
  return Number(bought) - Number(back);
}

function toText(event: Told): string {
  const { refund_kind: kind = 'purchase' } = event.event_properties;
  return `${String(kind)} ${Math.abs(worth(event))}`;
}

/** What is left of an order after each of its events. */
function balances(events: readonly Told[]): number[] {
  return events.map((_, index) => events.slice(0, index + 1).reduce((sum, event) => sum + worth(event), 0));
}

test('All webhooks are taken, one of every order at a time', async () => {
  for (const round of [0, 1, 2]) {
    // One by one: what a webhook brings then stays in one batch, so that what is told is always the same.
    for (const row of rows) await deliver(row, round);
    await expect.poll(() => shops.waiting()).toBe(0);
    rounds.push(await told());
  }
});

test.each(rows.map((row) => [row.what, row.webhooks.join(', '), row] as const))(
  '%s comes out right if the webhooks arrive as %s',
  (_, _webhooks, { id, arrivals, webhooks }) => {
    const known = rounds.map((events) => ofOrder(events, id));
    const seen = arrivals.map((_text, round) => {
      const now = known[round]?.slice(known[round - 1]?.length ?? 0) ?? [];
      const net = balances(known[round] ?? []).at(-1) ?? 0;
      return `${webhooks[round]}: ${now.map(toText).join(', ')}; ${net}`;
    });

    expect(seen).toEqual(arrivals);
  },
);

test('No order is negative on the way, and no event is there twice', () => {
  const events = rounds.at(-1) ?? [];

  for (const { id } of rows) expect(Math.min(...balances(ofOrder(events, id)))).toBeGreaterThanOrEqual(0);
  expect(new Set(events.map(({ event_log_id }) => event_log_id)).size).toBe(events.length);
});

test('What was taken out before payment is taken back by its line', () => {
  const [{ id } = { id: 0 }] = rows.filter(({ by }) => by === 'created');
  const settlement = ofOrder(rounds.at(-1) ?? [], id).at(-1);

  expect(settlement?.event_items).toEqual([
    { df_item_id: '7500000000005', df_item_name: 'Item 5', df_price: 30, df_quantity: 1, df_discount: 0 },
  ]);
});

test('What is not told is counted with its amount', async () => {
  const count = (name: string, reason?: string) => metricsIn(shops.stack.functions.logs())(name, reason);

  // Two upsells, the dearer exchange, and the cash on delivery that was paid after all.
  await expect.poll(() => count('RevenueUntold', 'USD')).toBe(20 + 20 + 150 + 20);
  expect(count('RefundUntold')).toBe(0);
  expect(count('DeliveryIgnored', 'sub-order')).toBe(4);
});

test('A Cafe24 refund without a code is set aside; its purchase and the refund beside it are told', async () => {
  const mall = shops.malls.onemall;
  const [orderId, refund_date] = ['20261124-0000011', new Date().toISOString()];
  const order = cafe24Order(orderId, { price: 30_000 });
  const good = aCafe24Refund({ order_id: orderId, order_item_code: [], refund_date });
  mall.putOrder({ ...order, refunds: [{ ...good, refund_code: null }, good] });
  expect(await shops.authorize(mall)).toBe(0);

  expect(await shops.deliver(mall, webhookOf(mall.mall, orderId))).toMatchObject({ status: 200 });
  await expect.poll(() => shops.waiting()).toBe(0);

  const events = (await told()).filter(({ event_properties }) => event_properties['df_order_id'] === orderId);
  expect(events.map(toText)).toEqual(['purchase 33000', 'refund 10000']);
  await expect.poll(() => countedIn(shops.stack.functions.logs().split('\n'))('OddFigure')).toBe(1);
});
