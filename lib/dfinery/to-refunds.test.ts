import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../test/support/builders/a-connection.ts';
import { aLineItem, anOrder, aRefund } from '../../test/support/builders/an-order.ts';
import { fromMinorUnits, sum, toDecimal, toMinorUnits } from '../model/money.ts';
import type { Refund } from '../model/order.ts';
import { RefundEventSchema } from './event.ts';
import { type RefundsReading, toRefunds } from './to-refunds.ts';

const settings = mappingSettings();
const order = anOrder({ total: toDecimal('100') });

const read = (...refunds: Refund[]) => toRefunds({ ...order, refunds }, settings);
const amountsOf = ({ refunds }: RefundsReading) => refunds.map(({ refundKey, total }) => [refundKey, total]);

test('a refund becomes one event with exactly these fields', () => {
  expect(read(aRefund())).toEqual({
    refunds: [
      {
        refundKey: '1001/r-1',
        total: '10',
        events: [
          {
            event_log_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
            event_name: 'df_refund',
            event_datetime: '2026-11-24T00:00:00.000Z',
            event_items: [
              { df_item_id: 'p-1', df_item_name: 'Tea', df_price: 10, df_quantity: 1, df_discount: 0 },
            ],
            event_properties: { df_total_refund_amount: 10 },
          },
        ],
        refund: aRefund(),
      },
    ],
    withoutLines: 0,
  });
});

test('an order without refunds has no refund events', () => {
  expect(toRefunds(order, settings)).toEqual({ refunds: [], withoutLines: 0 });
});

describe('without lines one item stands in:', () => {
  test.each([
    ['shipping', '10', 0],
    ['refund', '0', 1],
  ])('%s, if %s of it is delivery', (name, delivery, withoutLines) => {
    const reading = read(aRefund({ items: [], delivery: toDecimal(delivery) }));

    expect(reading.refunds[0]?.events[0]?.event_items).toEqual([
      { df_item_id: name, df_item_name: name, df_price: 10, df_quantity: 1, df_discount: 0 },
    ]);
    expect(reading.withoutLines).toBe(withoutLines);
  });
});

describe('several refunds', () => {
  const at = (hour: string, id: string, amount: string) =>
    aRefund({ id, amount: toDecimal(amount), refundedAt: `2026-11-24T${hour}:00:00.000Z` });

  test('are sorted by time, then by id, and none is cut: what was told decides that', () => {
    const reading = read(at('03', 'd', '1'), at('02', 'c', '40'), at('01', 'b', '30'), at('01', 'a', '40'));

    expect(amountsOf(reading)).toEqual([
      ['1001/a', '40'],
      ['1001/b', '30'],
      ['1001/c', '40'],
      ['1001/d', '1'],
    ]);
  });

  test('a refund of 0 is not sent', () => {
    expect(read(at('01', 'a', '0'))).toEqual({ refunds: [], withoutLines: 0 });
  });
});

describe('extra properties', () => {
  test('are left out, unless asked for', () => {
    const asked = {
      df_order_id: 'orderId',
      refund: 'refundId',
      number: 'orderName',
      currency: 'currency',
    } as const;
    const [refund] = toRefunds(
      { ...order, refunds: [aRefund()] },
      { ...settings, refundProperties: asked, eventProperties: { channel: 'sourceName' } },
    ).refunds;

    expect(refund?.events[0]?.event_properties).toEqual({
      df_total_refund_amount: 10,
      df_order_id: '1001',
      refund: 'r-1',
      number: '#1001',
      currency: 'USD',
    });
  });

  test('without a value are left out', () => {
    const unnamed = { ...order, name: undefined, refunds: [aRefund()] };
    const reading = toRefunds(unnamed, { ...settings, refundProperties: { number: 'orderName' } });

    expect(reading.refunds[0]?.events[0]?.event_properties).toEqual({ df_total_refund_amount: 10 });
  });
});

test('two refunds, their parts and the purchase all have different ids', () => {
  const items = Array.from({ length: 150 }, (_, index) => aLineItem({ productId: `p-${index}` }));
  const { refunds } = read(aRefund({ items }), aRefund({ id: 'r-2', items }));
  const ids = refunds.flatMap(({ events }) => events.map(({ event_log_id }) => event_log_id));

  expect(new Set(ids).size).toBe(4);
});

/** Amounts of a currency with this many decimals. */
const decimals = fc.constantFrom(
  { currency: 'KRW', unit: 0 },
  { currency: 'USD', unit: 2 },
  { currency: 'KWD', unit: 3 },
);
const units = fc.integer({ min: 0, max: 10_000_000 });

test('refunds in any order sum to what was paid back, parts sum exactly, and Dfinery accepts each', () => {
  const refund = fc.record({ amount: units, hour: fc.integer({ min: 10, max: 23 }), lines: fc.nat(250) });
  fc.assert(
    fc.property(
      decimals,
      fc.uniqueArray(fc.record({ id: fc.nat(1_000), refund }), { selector: ({ id }) => id, maxLength: 6 }),
      ({ currency, unit }, entries) => {
        const money = (amount: number) => fromMinorUnits(BigInt(amount), unit);
        const refunds = entries.map(({ id, refund: { amount, hour, lines } }) =>
          aRefund({
            id: String(id),
            amount: money(amount),
            refundedAt: `2026-11-24T${hour}:00:00.000Z`,
            items: Array.from({ length: lines }, (_, index) => aLineItem({ productId: `p-${index}` })),
          }),
        );
        const refunded = { ...order, currency };
        const reading = toRefunds({ ...refunded, refunds }, settings);
        const paidBack = entries.reduce((all, entry) => all + entry.refund.amount, 0);

        const sent = sum(reading.refunds.map((one) => one.total));
        expect(sent).toBe(money(paidBack));
        expect(toRefunds({ ...refunded, refunds: refunds.toReversed() }, settings)).toEqual(reading);
        for (const { total: whole, events } of reading.refunds) {
          const parts = events.map(({ event_properties }) =>
            toDecimal(String(event_properties.df_total_refund_amount)),
          );
          expect(sum(parts)).toBe(whole);
          expect(toMinorUnits(whole, unit)).toBeGreaterThan(0n);
          for (const event of events) expect(v.is(RefundEventSchema, event)).toBe(true);
        }
      },
    ),
    { numRuns: 60 },
  );
});
