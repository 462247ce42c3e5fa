import type { VendureOrder } from '../../../docs/examples/vendure/to-order.ts';

const off = (amount: number) => [{ adjustmentSource: 'PROMOTION:1', amount }];

/**
 * An order of a member, as the entities hold one, with prices without tax (19 %): 3 × 9.99 less 3.00, 32.50 less 3.25,
 * and delivery of 4.95 without tax.
 */
export function aVendureOrder(changes: Partial<VendureOrder> = {}): VendureOrder {
  return {
    id: 7,
    code: 'HGC6GGEXHZ31UQ9S',
    state: 'PaymentSettled',
    orderPlacedAt: new Date('2026-11-24T05:05:10.000Z'),
    updatedAt: new Date('2026-11-24T05:05:11.000Z'),
    currencyCode: 'EUR',
    couponCodes: ['TEN'],
    totalWithTax: 7185,
    customer: { id: 3, emailAddress: 'jisoo.kim@example.com', phoneNumber: '+49 30 901820', user: {} },
    billingAddress: { countryCode: 'DE' },
    lines: [
      {
        id: 11,
        productVariant: { id: 101, productId: 1, sku: 'CUP', name: 'Cup' },
        quantity: 3,
        orderPlacedQuantity: 3,
        listPrice: 999,
        listPriceIncludesTax: false,
        taxRate: 19,
        adjustments: off(-300),
      },
      {
        id: 12,
        productVariant: { id: 102, productId: 2, sku: 'POT', name: 'Teapot' },
        quantity: 1,
        orderPlacedQuantity: 1,
        listPrice: 3250,
        listPriceIncludesTax: false,
        taxRate: 19,
        adjustments: off(-325),
      },
    ],
    shippingLines: [{ listPrice: 495, listPriceIncludesTax: false, taxRate: 0, adjustments: [] }],
    surcharges: [],
    payments: [{ method: 'card', amount: 7185, state: 'Settled', refunds: [] }],
    ...changes,
  };
}
