import { expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { recordTelemetry } from '../../test/support/doubles/recorded-telemetry.ts';
import type { Arrivals } from '../dfinery/export/arrivals.ts';
import { toDecimal } from '../model/money.ts';
import type { CheckedOrder } from './check-service.ts';
import { reportCheck } from './report-check.ts';

const connection = aShopConnection({ eventProperties: { currency: 'currency', channel: 'sourceName' } });
const ONE = { events: 1, amount: toDecimal('10') };
const STANDARD = [
  ...['df_order_id', 'df_payment_method', 'df_total_purchase_amount', 'df_delivery_charge'],
  ...['df_total_refund_amount', 'event_name'],
  ...['df_item_id', 'df_item_name', 'df_price', 'df_quantity', 'df_discount'].map(
    (name) => `df_items_${name}`,
  ),
];

type Verdict = CheckedOrder['verdict'];
const MISSING: Verdict = { kind: 'missing', events: 1 };
const CONFIRMED: Verdict = { kind: 'confirmed' };

/** An order that was sent at this time. */
function checked(
  orderId: string,
  at: number,
  verdict: Verdict,
  changes: Partial<CheckedOrder['order']> = {},
): CheckedOrder {
  const { kind = 'purchase' } = changes;
  const sent = [{ part: 1, at }];
  const entry = { ledgerId: orderId, serviceId: 's', subjectKey: orderId, on: '2026-11-24', parts: 1 };
  const entries = [{ ...entry, kind, total: ONE.amount, sent, connection }];
  return {
    order: { kind, orderId, connection, due: ONE, possible: ONE, entries, ...changes },
    verdict,
  };
}

/** Reports it, with an export of these columns and with as many purchases and refunds as were confirmed. */
async function report(orders: readonly CheckedOrder[], ...columns: readonly string[]) {
  const telemetry = recordTelemetry();
  const arrived = (kind: 'purchase' | 'refund') =>
    new Map(
      orders
        .filter(({ order, verdict }) => order.kind === kind && verdict.kind !== 'missing')
        .map(({ order }) => [order.orderId, ONE]),
    );
  const arrivals: Arrivals = {
    purchases: arrived('purchase'),
    refunds: arrived('refund'),
    columns: new Set([...STANDARD, ...columns]),
    rows: orders.length,
  };
  await reportCheck(telemetry, { checked: orders, arrivals });
  const [line = '{}'] = telemetry.lines;
  return { ...(JSON.parse(line) as Record<string, unknown>), counts: telemetry.counts };
}

test('a property that only some events have is named, and nothing is claimed of the other events', async () => {
  const orders = [checked('1', 1, MISSING), checked('2', 2, CONFIRMED), checked('3', 3, MISSING)];

  expect(await report(orders, 'currency')).toMatchObject({
    orders: '1, 3',
    because: expect.stringMatching(
      /properties that some events have.*without them it does not show why/,
    ) as string,
    names: 'channel',
  });
  expect(await report(orders, 'currency', 'channel')).toMatchObject({
    because: 'the export does not show why',
    names: '',
  });
});

test('what drops every event explains only those after which none arrived', async () => {
  const lost = [checked('1', 1, MISSING), checked('2', 2, CONFIRMED)];
  const since = [checked('3', 3, MISSING), checked('4', 4, MISSING)];
  const columns = ['channel', 'of_another_shop'];

  expect(await report(since, 'channel')).toMatchObject({
    because: expect.stringMatching(/^the export has no column for properties that are sent/) as string,
    names: 'currency',
  });
  expect(await report([...lost, ...since], 'channel')).toMatchObject({
    because: expect.stringMatching(/not registered or not linked; the export does not show why$/) as string,
    names: 'currency',
  });
  expect(await report(lost, 'currency', ...columns)).toMatchObject({
    because: 'the export does not show why',
    names: '',
  });
  expect(await report(since, 'currency', ...columns)).toMatchObject({ names: 'df_purchase' });
  expect(await report([...lost, ...since], 'currency', ...columns)).toMatchObject({
    because: expect.stringMatching(/^the export has columns of .*; the export does not show why$/) as string,
    names: 'of_another_shop',
  });
});

test('purchases and refunds that are missing have each their own cause', async () => {
  const refund = { kind: 'refund' } as const;
  const orders = [checked('1', 1, MISSING), checked('2', 2, CONFIRMED), checked('2', 3, MISSING, refund)];

  expect(await report(orders, 'currency', 'channel')).toMatchObject({
    orders: '1, refund of 2',
    because: expect.stringMatching(
      /^df_purchase: the export does not show why; df_refund: Dfinery has no event of this name/,
    ) as string,
    names: 'df_refund',
  });
});

test('where nothing is missing no cause is named', async () => {
  const line = await report([checked('1', 1, { kind: 'doubled' })], 'channel');

  expect(line).toMatchObject({ level: 'warn', orders: '1', doubled: 1 });
  expect(Object.keys(line)).not.toContain('because');
});

test('of an order in several events only those that lack are missing', async () => {
  const orders = [checked('1', 1, { kind: 'missing', events: 1 }, { due: { ...ONE, events: 3 } })];

  expect((await report(orders)).counts).toEqual({ 'EventUnconfirmed:missing': 1 });
});

test('a line names at most 20 orders, and counts all', async () => {
  const orders = Array.from({ length: 25 }, (_, index) => checked(String(index + 1), index, MISSING));
  const line = await report(orders);

  expect(String((line as Record<string, unknown>)['orders']).split(', ')).toHaveLength(20);
  expect(line).toMatchObject({ missing: 25 });
});
