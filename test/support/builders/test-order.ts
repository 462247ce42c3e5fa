import { readFileSync } from 'node:fs';

const sample = JSON.parse(
  readFileSync(new URL('../../../infra/local/sample-order.json', import.meta.url), 'utf8'),
) as Record<string, unknown> & { line_items: Record<string, unknown>[] };

/** Changes to the sample order. */
export interface OrderChanges {
  readonly id: string;
  readonly customerId?: number;
  /** If given, the buyer has no phone number. */
  readonly email?: string;
  /** Default now. */
  readonly placedAt?: Date;
  /** Of the first line. */
  readonly title?: string;
  /** Distinct lines of 1,000 each, in place of the sample's; the total is their sum. */
  readonly lines?: number;
}

/** Returns the sample order as Shopify would send it now, with changes. */
export function testOrder({ id, customerId, email, placedAt, title, lines }: OrderChanges): string {
  const { customer } = sample as { customer?: object };
  const order = {
    ...sample,
    id: Number(id),
    processed_at: (placedAt ?? new Date()).toISOString(),
    ...(email !== undefined && { email, contact_email: email, phone: null, billing_address: null }),
    ...(customerId !== undefined && { customer: { ...customer, id: customerId, phone: null } }),
    ...(title !== undefined && { line_items: sample.line_items.map((line) => ({ ...line, title })) }),
    ...(lines !== undefined && linesOf(lines)),
  };
  return JSON.stringify(order);
}

function linesOf(count: number) {
  const line_items = Array.from({ length: count }, (_, index) => ({
    ...sample.line_items[1],
    id: index + 1,
    product_id: 8_000_000 + index,
    price: '1000',
  }));
  const total = String(count * 1_000);
  return {
    line_items,
    total_price: total,
    current_total_price: total,
    total_discounts: '0',
    shipping_lines: [],
    total_shipping_price_set: null,
  };
}
