import { type BodyLine, bodyLine, bodyRefund, shopifyBody } from './shopify-body.ts';

type Json = Readonly<Record<string, unknown>>;

/** One webhook of a sequence: its topic, and the order as it is then. */
export interface SequenceWebhook {
  readonly topic: string;
  readonly body: Json;
}

/** Makes the webhooks of an order by time. Its sub-orders have the ids that follow its own. */
export type SequenceOf = (id: number) => readonly SequenceWebhook[];

const now = new Date(Date.now() - 3_600_000).toISOString();

function shopify(topic: string, id: number, changes: Json): SequenceWebhook {
  return {
    topic,
    body: shopifyBody({ id, created_at: now, processed_at: now, updated_at: now, ...changes }),
  };
}

const placed = (total: number, current = total): Json => ({
  total_price: `${total}.00`,
  current_total_price: `${current}.00`,
});
const lines = (...all: readonly BodyLine[]): Json => ({ line_items: all.map(bodyLine) });
const refunds = (...all: readonly Parameters<typeof bodyRefund>[0][]): Json => ({
  refunds: all.map((refund) => bodyRefund({ ...refund, more: { created_at: now } })),
});

const FIRST: BodyLine = { id: 1, price: '100.00' };
const UPSELL: BodyLine = { id: 2, price: '20.00' };
const DEARER: BodyLine = { id: 3, price: '250.00' };
const KEPT: BodyLine = { id: 4, price: '70.00' };
const REMOVED: BodyLine = { id: 5, price: '30.00' };
const gone = (line: BodyLine): BodyLine => ({ ...line, left: 0 });

const paid: (id: number) => SequenceWebhook = (id) =>
  shopify('orders/paid', id, { ...placed(100), ...lines(FIRST) });

/** Paid with 100; 20 are added, paid, and paid back. */
export const upsellPaidBack: SequenceOf = (id) => [
  paid(id),
  shopify('orders/updated', id, {
    ...placed(120, 100),
    ...lines(FIRST, gone(UPSELL)),
    ...refunds({ id: 1, lines: [UPSELL], paid: '20.00' }),
    financial_status: 'partially_refunded',
  }),
];

/** Paid with 100; 20 are added and paid; all of it is paid back. */
export const allPaidBack: SequenceOf = (id) => [
  paid(id),
  shopify('orders/updated', id, {
    ...placed(120, 0),
    ...lines(gone(FIRST), gone(UPSELL)),
    ...refunds({ id: 1, lines: [FIRST, UPSELL], paid: '120.00' }),
    financial_status: 'refunded',
  }),
];

/** Paid with 100; exchanged for something of 250; 150 of that are paid back as goodwill. */
export const dearerExchange: SequenceOf = (id) => {
  const exchange = { id: 1, lines: [FIRST] };
  const exchanged = { ...placed(350, 250), ...lines(gone(FIRST), DEARER) };
  return [
    paid(id),
    shopify('orders/updated', id, { ...exchanged, ...refunds(exchange) }),
    shopify('orders/updated', id, {
      ...exchanged,
      ...refunds(exchange, { id: 2, paid: '150.00', adjusted: '-150.00' }),
      financial_status: 'partially_refunded',
    }),
  ];
};

/** Placed with 100; a line of 30 is taken out before payment; 70 are paid. */
export const editedBeforePayment: SequenceOf = (id) => {
  const edited = {
    ...placed(100, 70),
    ...lines(KEPT, gone(REMOVED)),
    ...refunds({ id: 1, lines: [REMOVED] }),
  };
  return [
    shopify('orders/create', id, {
      ...placed(100),
      ...lines(KEPT, REMOVED),
      financial_status: 'pending',
      total_outstanding: '100.00',
    }),
    shopify('orders/updated', id, { ...edited, financial_status: 'pending', total_outstanding: '70.00' }),
    shopify('orders/paid', id, edited),
  ];
};

function woocommerce(id: number, { total, ...changes }: Json & { readonly total: string }): SequenceWebhook {
  const time = now.slice(0, 19);
  const line = { id: 1, name: 'Mug', product_id: 10, quantity: 1, subtotal: total, total };
  const body = {
    id,
    parent_id: 0,
    currency: 'USD',
    prices_include_tax: false,
    date_created_gmt: time,
    date_modified_gmt: time,
    date_paid_gmt: null,
    shipping_total: '0.00',
    shipping_tax: '0.00',
    total,
    total_tax: '0.00',
    customer_id: 7,
    billing: { email: 'buyer@example.com', phone: '', country: 'US' },
    payment_method: 'cod',
    transaction_id: '',
    created_via: 'checkout',
    line_items: [{ ...line, subtotal_tax: '0.00', total_tax: '0.00' }],
    fee_lines: [],
    coupon_lines: [],
    refunds: [],
    ...changes,
  };
  return { topic: 'order.updated', body };
}

/** Cash on delivery of 20 that is refused at the door, and is paid after all. */
export const refusedAtTheDoor: SequenceOf = (id) => [
  woocommerce(id, { total: '20.00', status: 'processing' }),
  woocommerce(id, { total: '20.00', status: 'cancelled' }),
  woocommerce(id, { total: '20.00', status: 'completed', date_paid_gmt: now.slice(0, 19) }),
];

/** A cart of two vendors: an order of 46, and a sub-order for each of them. */
export const twoVendors: SequenceOf = (id) => {
  const isPaid = { status: 'processing', date_paid_gmt: now.slice(0, 19), payment_method: 'stripe' };
  const part = { ...isPaid, parent_id: id, created_via: 'dokan' };
  return [
    woocommerce(id, { ...isPaid, total: '46.00' }),
    woocommerce(id + 1, { ...part, total: '26.00' }),
    woocommerce(id + 2, { ...part, total: '20.00' }),
  ];
};
