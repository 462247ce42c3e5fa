import { testOrder } from '../support/builders/test-order.ts';

/** A version of an order: what the shop delivers, and what has to lie at Dfinery if this version stands. */
export interface OrderVersion {
  readonly body: string;
  readonly total: number;
  readonly parts: number;
}

/** An order and whose it is, as it is placed and perhaps edited. */
export interface PlacedOrder {
  readonly id: string;
  readonly identity: string;
  readonly versions: readonly [OrderVersion, ...OrderVersion[]];
}

/** The first order has this number. */
export const FIRST_ORDER = 1_000_000;

/** Lines of both versions; none: the two of the sample. Three lines have another total, 120 have two parts. */
type Edit = readonly [number | undefined, number];
const EDITS: readonly [Edit, Edit, Edit] = [
  [undefined, 3],
  [undefined, 120],
  [120, 3],
];

/** Returns the order of a customer. With `isEdited` it gets another total, every seventh another number of parts too. */
export function placeOrder(
  index: number,
  { customers, placedAt, isEdited }: { customers: number; placedAt: Date; isEdited: boolean },
): PlacedOrder {
  const id = String(FIRST_ORDER + index);
  const customer = index % customers;
  const email = `${customer}@example.com`;
  const version = (lines: number | undefined): OrderVersion => {
    const body = testOrder({
      id,
      customerId: customer + 1,
      email,
      placedAt,
      ...(lines !== undefined && { lines }),
    });
    const { total_price } = JSON.parse(body) as { total_price: string };
    return { body, total: Number(total_price), parts: Math.ceil((lines ?? 1) / 100) };
  };
  const [before, after] = EDITS[index % 7 === 0 ? 1 + (index % 2) : 0] ?? EDITS[0];
  return {
    id,
    identity: JSON.stringify({ external_id: String(customer + 1), email }),
    versions: isEdited ? [version(before), version(after)] : [version(undefined)],
  };
}
