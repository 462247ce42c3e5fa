import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { FurtherQuestion } from '../shop-api.ts';
import { Count, Id, LooseCount } from './fields.ts';
import { furtherPages } from './further-pages.ts';
import { isUnfinished } from './stage-of.ts';
import { ROWS, storeGet } from './store-request.ts';

/** Lines and fees come in the answer; links to them would come otherwise. */
export const INCLUDED = { include: 'consignments.line_items,fees', consignment_structure: 'object' };

/** An order of version 2 with its lines as `products`. Its refunds are added later. */
export interface FoundOrder extends Readonly<Record<string, unknown>> {
  readonly id: string | number;
  readonly products: readonly unknown[];
}

/** A line itself. A link to one has an address instead. */
const LineSchema = v.looseObject({ quantity: Count });

/** Lines in the parts that are delivered apart. A documented example has a single one in place of a list. */
const LinesSchema = v.fallback(
  v.pipe(
    v.object({ line_items: v.unknown() }),
    v.transform(({ line_items }): readonly unknown[] => [line_items].flat()),
  ),
  [],
);
const PartsSchema = v.fallback(
  v.pipe(
    v.array(LinesSchema),
    v.transform((parts) => parts.flat()),
  ),
  [],
);

const AnswerSchema = v.looseObject({
  id: v.pipe(
    v.union([v.string(), v.number()]),
    v.check((id) => v.is(Id, id), 'expected an id'),
  ),
  consignments: v.fallback(
    v.pipe(
      v.object({
        shipping: PartsSchema,
        pickups: PartsSchema,
        downloads: PartsSchema,
        email: v.fallback(v.object({ gift_certificates: PartsSchema }), { gift_certificates: [] }),
      }),
      v.transform(({ shipping, pickups, downloads, email }) => [
        ...shipping,
        ...pickups,
        ...downloads,
        ...email.gift_certificates,
      ]),
    ),
    [],
  ),
});

/** Reads an order of version 2. Addresses of deliveries, which are the recipients', are left out. @throws {PayloadError} it is none. */
export function toFoundOrder(body: unknown): FoundOrder {
  const { consignments, shipping_addresses: _, ...order } = parsePayload(AnswerSchema, body);
  return { ...order, products: consignments.filter((line) => v.is(LineSchema, line)) };
}

const ItemsSchema = v.object({ items_total: LooseCount });

/** Returns whether an order has fewer units in its lines than it says, so that its lines have to be asked for apart. */
export function lacksLines(order: FoundOrder): boolean {
  const { items_total: total } = parsePayload(ItemsSchema, order);
  const units = order.products.reduce<number>(
    (sum, line) => sum + (v.is(LineSchema, line) ? line.quantity : 0),
    0,
  );
  return order.products.length === 0 || units < (total ?? 0);
}

/**
 * Returns what has to be asked for an order besides: its lines, if the answer lacks some, and its refunds. Nothing for one
 * that is not finished. Pure.
 */
export function restOf(order: FoundOrder, store: string): FurtherQuestion<FoundOrder> | undefined {
  if (isUnfinished(order)) return undefined;
  const withRefunds = (found: FoundOrder) =>
    refundsOf(
      store,
      [found.id],
      (refunds): FoundOrder => ({
        ...found,
        // An answer that was not narrowed to the order would take back what others bought.
        refunds: refunds.filter((refund) => !v.is(OfOrderSchema, refund) || isOf(refund, found.id)),
      }),
    );
  if (!lacksLines(order)) return withRefunds(order);
  return furtherPages({
    request: (page) =>
      storeGet(store, `v2/orders/${encodeURIComponent(order.id)}/products`, {
        limit: String(ROWS),
        page: String(page),
      }),
    rowsOf: (body) => parsePayload(v.array(v.unknown()), body),
    whole: (products) => {
      const found: FoundOrder = { ...order, products };
      return { found, next: withRefunds(found) };
    },
  });
}

const RefundsSchema = v.object({ data: v.array(v.unknown()) });

/**
 * Returns the question for all refunds of some orders. `attach` puts them into what was found. Pure.
 * @see https://github.com/bigcommerce/docs/blob/main/reference/orders.v3.yml (`getOrdersRefunds`; commit 24f580ca, read 2026-11-29)
 */
export function refundsOf<Found>(
  store: string,
  orderIds: readonly (string | number)[],
  attach: (refunds: readonly unknown[]) => Found,
): FurtherQuestion<Found> {
  return furtherPages({
    request: (page) =>
      storeGet(store, 'v3/orders/payment_actions/refunds', {
        'order_id:in': orderIds.join(','),
        limit: String(ROWS),
        page: String(page),
      }),
    rowsOf: (body) => parsePayload(RefundsSchema, body).data,
    whole: (refunds) => ({ found: attach(refunds) }),
  });
}

const OfOrderSchema = v.object({ order_id: Id });

/** Returns the refunds of one order among those of several. */
export function refundsAmong(refunds: readonly unknown[], orderId: string | number): unknown[] {
  return refunds.filter((refund) => v.is(OfOrderSchema, refund) && isOf(refund, orderId));
}

function isOf({ order_id }: v.InferInput<typeof OfOrderSchema>, orderId: string | number): boolean {
  return String(order_id) === String(orderId);
}
