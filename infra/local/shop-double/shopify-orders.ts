import type { PlacedOrder } from './listing-shop.ts';
import {
  type ShopifyBody,
  type ShopifyOrderFacts,
  shopifyOrderBody,
  shopifyTime,
} from './shopify-order-body.ts';

/** The orders and customers of a stand-in. */
export interface ShopifyOrders {
  readonly place: (order: PlacedOrder) => string;
  readonly touch: (orderId: string, at?: number) => void;
  readonly refund: (orderId: string, amount: string, at?: number) => void;
  readonly remove: (orderId: string) => void;
  /** Stores a whole order by its `id`, in place of an earlier one. It has its own `updated_at`. */
  readonly put: (order: ShopifyBody) => void;
  /** Stores a whole customer by its `id`, in place of an earlier one. */
  readonly putCustomer: (customer: ShopifyBody) => void;
  /** Returns an order as a webhook would hold it now; `undefined` if there is none. */
  readonly orderBody: (orderId: string) => ShopifyBody | undefined;
  readonly all: (resource: string) => readonly ShopifyBody[];
}

const FIRST_ORDER = 5_000_000_000_000;
const FIRST_REFUND = 6_000_000_000_000;
const FIRST_NUMBER = 1_001;

/** Returns an empty store. `now` is the shop's clock. */
export function createShopifyOrders(now: () => number): ShopifyOrders {
  const placed = new Map<string, ShopifyOrderFacts>();
  const given = new Map<string, ShopifyBody>();
  const customers = new Map<string, ShopifyBody>();
  let orders = 0;
  let refunds = 0;

  function factsOf(orderId: string): ShopifyOrderFacts {
    const facts = placed.get(orderId);
    if (facts === undefined) throw new Error(`The shop has no order ${orderId}`);
    return facts;
  }

  function bodyOf(orderId: string): ShopifyBody | undefined {
    const body = given.get(orderId);
    if (body !== undefined) return body;
    const facts = placed.get(orderId);
    return facts === undefined ? undefined : shopifyOrderBody(facts);
  }

  return {
    place({ at = now(), total = '10.00' }) {
      const number = FIRST_NUMBER + orders;
      orders += 1;
      const id = String(FIRST_ORDER + orders);
      placed.set(id, { id, number, placedAt: at, updatedAt: at, total, refunds: [] });
      return id;
    },
    touch(orderId, at = now()) {
      const body = given.get(orderId);
      if (body !== undefined) given.set(orderId, { ...body, updated_at: shopifyTime(at) });
      else placed.set(orderId, { ...factsOf(orderId), updatedAt: at });
    },
    refund(orderId, amount, at = now()) {
      const facts = factsOf(orderId);
      refunds += 1;
      const refund = { id: String(FIRST_REFUND + refunds * 10), amount, at };
      placed.set(orderId, { ...facts, updatedAt: at, refunds: [...facts.refunds, refund] });
    },
    remove(orderId) {
      placed.delete(orderId);
      given.delete(orderId);
    },
    put: (order) => {
      given.set(String(order['id']), order);
    },
    putCustomer: (customer) => {
      customers.set(String(customer['id']), customer);
    },
    orderBody: bodyOf,
    all(resource) {
      if (resource === 'customers') return [...customers.values()];
      const ids = new Set([...placed.keys(), ...given.keys()]);
      return [...ids].map((id) => bodyOf(id)).filter((body) => body !== undefined);
    },
  };
}
