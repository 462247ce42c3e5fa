import type { MedusaOrder } from '../../../docs/examples/medusa/lib/to-order.ts';

const PLACED = '2026-11-24T05:05:10.000Z';

const adjustment = { amount: 2, is_tax_inclusive: false, code: 'AUTUMN' };
const vat = [{ rate: 19 }];
const nothingSentBack = { return_received_quantity: 0, return_dismissed_quantity: 0 };

/**
 * An order of a guest in Germany, as the documentation shows one, with tax in its prices: 2 × 11.90 less 2.00 net, 29.75,
 * and delivery of 4.76 less 1.19. A gift card paid 10.00 of it.
 */
export function aMedusaOrder(changes: Partial<MedusaOrder> = {}): MedusaOrder {
  return {
    id: 'order_01K1GEZ6Y1V9651AJNYG1WV3TC',
    display_id: 731,
    status: 'pending',
    created_at: PLACED,
    canceled_at: null,
    currency_code: 'eur',
    email: 'jisoo.kim@example.com',
    customer: { id: 'cus_01', has_account: false, email: 'jisoo.kim@example.com', phone: null },
    billing_address: { phone: '030 901820', country_code: 'de' },
    items: [
      {
        product_id: 'prod_cup',
        variant_id: 'variant_cup_m',
        variant_sku: 'CUP-M',
        title: 'Cup M',
        product_title: '청자 찻잔 🍵',
        variant_title: 'M',
        unit_price: 11.9,
        quantity: 2,
        is_tax_inclusive: true,
        tax_lines: vat,
        adjustments: [adjustment],
        detail: nothingSentBack,
      },
      {
        product_id: 'prod_pot',
        variant_id: 'variant_pot',
        variant_sku: null,
        title: 'Teapot',
        unit_price: 29.75,
        quantity: 1,
        is_tax_inclusive: true,
        tax_lines: vat,
        adjustments: [],
        detail: nothingSentBack,
      },
    ],
    shipping_methods: [
      {
        amount: 4.76,
        is_tax_inclusive: true,
        tax_lines: vat,
        adjustments: [{ amount: 1.19, is_tax_inclusive: true, code: 'SHIP' }],
      },
    ],
    item_total: 51.17,
    shipping_total: 3.57,
    credit_lines: [{ amount: 10, created_at: PLACED }],
    payment_collections: [{ payments: [aMedusaPayment()] }],
    ...changes,
  };
}

type MedusaPayment = NonNullable<NonNullable<MedusaOrder['payment_collections']>[number]['payments']>[number];

/** A captured payment of what the gift card did not pay. */
export function aMedusaPayment(changes: Partial<MedusaPayment> = {}): MedusaPayment {
  return {
    provider_id: 'pp_stripe_stripe',
    canceled_at: null,
    captures: [{ amount: 44.74 }],
    refunds: [],
    ...changes,
  };
}
