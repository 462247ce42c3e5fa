import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aConnection } from '../../test/support/builders/a-connection.ts';
import { startOperatedAdapter } from '../../test/support/harness/operated-adapter.ts';

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;

beforeAll(async () => {
  adapter = await startOperatedAdapter({
    main: aConnection({
      eventProperties: { df_discount: 'totalDiscount', credit: 'paidWithCredit' },
      refundProperties: { df_order_id: 'orderId' },
      itemProperties: { sku: 'sku' },
      profiles: 'send',
      carts: 'send',
    }),
    mall: aConnection({ source: 'cafe24', shop: 'examplemall' }),
  });
});

afterAll(() => adapter.stop());

describe('the names of one connection', () => {
  test('are a table on a terminal: each property with its place, its type and whether it always comes', async () => {
    const screen = { columns: 100, hasColours: false };
    const { printed, exitCode } = await adapter.run(['names', '--connection', 'main'], {}, {}, [], screen);
    const words = printed.map((line) => line.trim().split(/ {2,}/));

    expect(exitCode).toBe(0);
    expect(words).toEqual([
      ['CONNECTION', 'OF', 'NAME', 'TYPE', 'SENT'],
      ...['df_purchase', 'df_refund', 'df_sign_up', 'df_add_payment_info'].map((name) => [
        'main',
        'event',
        name,
        '–',
        '–',
      ]),
      ['main', 'event df_purchase', 'df_order_id', 'String', 'always'],
      ['main', 'event df_purchase', 'df_total_purchase_amount', 'Double', 'always'],
      ['main', 'event df_purchase', 'df_delivery_charge', 'Double', 'always'],
      ['main', 'event df_purchase', 'df_payment_method', 'String', 'always'],
      ['main', 'event df_purchase', 'df_discount', 'Double', 'always'],
      ...itemRows('df_purchase'),
      ['main', 'event df_refund', 'df_total_refund_amount', 'Double', 'always'],
      ['main', 'event df_refund', 'df_order_id', 'String', 'always'],
      ...itemRows('df_refund'),
      ['main', 'event df_sign_up', 'df_sign_channel', 'String', 'always'],
      ['main', 'user', 'df_name', 'String', 'sometimes'],
      ['main', 'user', 'df_sms_ads_optin', 'Boolean', 'sometimes'],
    ]);
  });

  test('come with a warning of others, and of what is asked for and never comes', async () => {
    const { complaints } = await adapter.run(['names', '--connection', 'main']);

    expect(complaints.join('\n')).toMatch(/shopify never gives credit \(event df_purchase\): do not link it/);
    expect(complaints.join('\n')).toMatch(/Link no other: .* may\s+drop every event/);
  });

  test('are objects in a pipe, one a line', async () => {
    const { json } = await adapter.run(['names', '--connection', 'main']);

    expect(json).toContainEqual({ connection: 'main', event: 'df_refund' });
    expect(json).toContainEqual({
      connection: 'main',
      name: 'sku',
      type: 'String',
      scope: { kind: 'item', event: 'df_purchase' },
      isAlwaysSent: false,
    });
  });
});

test('without a connection all are listed', async () => {
  const { json } = await adapter.run(['names', '--json']);
  const ids = (json as readonly { connection: string }[]).map(({ connection }) => connection);

  expect(new Set(ids)).toEqual(new Set(['main', 'mall']));
});

test('a connection that does not exist has none', async () => {
  const { complaints, exitCode } = await adapter.run(['names', '--connection', 'other']);

  expect([complaints, exitCode]).toEqual([['Unknown connection: other'], 1]);
});

function itemRows(event: string): string[][] {
  return [
    ['main', `item of ${event}`, 'df_item_id', 'String', 'always'],
    ['main', `item of ${event}`, 'df_item_name', 'String', 'always'],
    ['main', `item of ${event}`, 'df_price', 'Double', 'always'],
    ['main', `item of ${event}`, 'df_quantity', 'Long', 'always'],
    ['main', `item of ${event}`, 'df_discount', 'Double', 'always'],
    ['main', `item of ${event}`, 'sku', 'String', 'sometimes'],
  ];
}
