import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aRefundFetch, aRefundShop } from '../../test/support/builders/a-refund-fetch.ts';
import {
  aRefundLine,
  aShippingLine,
  aWooCommerceRefund,
} from '../../test/support/builders/a-woocommerce-refund.ts';
import { fromMinorUnits, sum, toDecimal } from '../model/money.ts';
import { decodeMessage } from '../queue/message.ts';
import { woocommerce } from '../sources/woocommerce/source.ts';
import { planRefund } from './plan-refund.ts';

const cents = fc.integer({ min: 1, max: 10_000_000 });
const negative = cents.map((figure) => fromMinorUnits(BigInt(-figure), 2));
const line = fc.record({
  product_id: fc.integer({ min: 0, max: 500 }),
  quantity: fc.oneof(fc.integer({ min: -1_000, max: 0 }), fc.constantFrom('-0.5', '-2.25')),
  subtotal: negative,
  total: negative,
  total_tax: negative,
});

test('Whatever the lines add up to, the events of a refund add up to its amount', () => {
  const lines = fc.oneof(fc.array(line, { maxLength: 5 }), fc.array(line, { minLength: 95, maxLength: 250 }));
  const refund = {
    lines,
    delivery: fc.array(negative, { maxLength: 2 }),
    amount: cents,
    taxesIncluded: fc.boolean(),
  };
  fc.assert(
    fc.property(fc.record(refund), ({ lines, delivery, amount, taxesIncluded }) => {
      const { reference } = aRefundFetch();
      const message = aRefundFetch({
        reference: { ...reference, taxesIncluded },
        refund: { refundedAt: '2026-11-24T09:31:00.000Z', amount: fromMinorUnits(BigInt(amount), 2) },
      });
      const body = aWooCommerceRefund({
        // Lines beyond a known amount are set aside.
        amount: null,
        line_items: lines.map(aRefundLine),
        shipping_lines: delivery.map((total) => aShippingLine({ total })),
      });
      const details = woocommerce.api?.refunds?.read(body, message.reference, {}, 'shop.example.com');
      if (details === undefined) throw new Error('WooCommerce has no refunds');
      const { events } = planRefund(message, aRefundShop(), details);
      const messages = events.map(({ body }) => decodeMessage(body)).filter((sent) => sent.kind === 'refund');

      const amounts = messages.map(({ event }) =>
        toDecimal(String(event.event_properties.df_total_refund_amount)),
      );
      expect(sum(amounts)).toBe(message.refund.amount);
      expect(messages.every(({ total }) => total === message.refund.amount)).toBe(true);
      expect(messages.every(({ event }) => event.event_items.length > 0)).toBe(true);
      const [item] = messages.flatMap(({ event }) => event.event_items);
      const isStandIn = ['refund', 'shipping'].includes(item?.df_item_id ?? '');
      expect(isStandIn).toBe(lines.every(({ quantity }) => quantity === 0));
    }),
    { numRuns: 150 },
  );
});
