import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { type Claim, type LedgerEntry, type LedgerPart, ledgerId, type PartState } from './ledger.ts';

/** An item of the table, as DynamoDB writes it. */
export type Item = Record<string, AttributeValue>;

/** Longer than the year back to which orders are taken. */
const REMEMBERED_MS = 400 * 24 * 60 * 60 * 1000;

export const TextAttribute = v.pipe(
  v.object({ S: v.string() }),
  v.transform(({ S }) => S),
);
export const NumberAttribute = v.pipe(
  v.object({ N: v.string() }),
  v.transform(({ N }) => Number(N)),
);
const StateAttribute = v.pipe(
  v.object({ S: v.picklist(['claimed', 'uncertain', 'sent']) }),
  v.transform(({ S }) => S),
);
const PartAttribute = v.pipe(
  v.object({
    M: v.object({
      state: StateAttribute,
      owner: TextAttribute,
      leaseUntil: NumberAttribute,
      deliveryId: TextAttribute,
      at: NumberAttribute,
    }),
  }),
  v.transform(({ M }) => M),
);
const ItemSchema = v.object({
  parts: NumberAttribute,
  total: TextAttribute,
  states: v.pipe(
    v.object({ M: v.record(v.string(), PartAttribute) }),
    v.transform(({ M }) => M),
  ),
});

/** Reads an item of the table. Throws where somebody else wrote it. */
export function fromItem(item: Item): LedgerEntry {
  return v.parse(ItemSchema, item);
}

/** Returns the item of an order of which one part is claimed. `now` is in milliseconds since 1970. */
export function toItem(part: LedgerPart, claim: Claim, now: number): Item {
  return {
    id: { S: ledgerId(part) },
    parts: { N: String(part.parts) },
    total: { S: part.total },
    states: { M: { [part.part]: toPartAttribute(part, claim, { state: 'claimed', at: now }) } },
    expiresAt: toExpiry(now),
  };
}

/** Returns what is remembered of one part. */
export function toPartAttribute(
  { deliveryId }: LedgerPart,
  { owner, leaseUntil }: Claim,
  { state, at }: { readonly state: PartState; readonly at: number },
): AttributeValue {
  return {
    M: {
      state: { S: state },
      owner: { S: owner },
      leaseUntil: { N: String(leaseUntil) },
      deliveryId: { S: deliveryId },
      at: { N: String(at) },
    },
  };
}

/** Returns when the table may forget an item, in seconds since 1970 as its expiry wants it. */
export function toExpiry(now: number): AttributeValue {
  return { N: String(Math.floor((now + REMEMBERED_MS) / 1000)) };
}
