import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { toDecimal } from '../../model/money.ts';
import { type Change, expiry, type Item, NumberAttribute, number, TextAttribute, text } from '../table.ts';
import { type Claim, type LedgerPart, ledgerId } from './ledger.ts';
import type { LedgerEntry, PartEntry } from './ledger-entry.ts';
import type { OrderAccount } from './order-account.ts';
import { toTraceAttributes } from './trace-attributes.ts';

/** Longer than a year, the age up to which orders are accepted. */
export const REMEMBERED_MS = 400 * 24 * 60 * 60 * 1000;

const StateAttribute = v.pipe(
  v.object({ S: v.picklist(['claimed', 'uncertain', 'sent']) }),
  v.transform(({ S }) => S),
);
const FlagAttribute = v.pipe(
  v.object({ BOOL: v.boolean() }),
  v.transform(({ BOOL }) => BOOL),
);
const PartAttribute = v.pipe(
  v.object({
    M: v.object({
      state: StateAttribute,
      owner: TextAttribute,
      leaseUntil: NumberAttribute,
      deliveryId: TextAttribute,
      at: NumberAttribute,
      wasUncertain: v.optional(FlagAttribute),
      wasSent: v.optional(FlagAttribute),
    }),
  }),
  v.transform(({ M }) => M),
);
/** DynamoDB keeps 38 digits, and writes a number in its own way: `1E+2`. */
const AmountAttribute = v.pipe(
  v.object({ N: v.string() }),
  v.transform(({ N }) => toDecimal(N)),
);
const AmountsAttribute = v.pipe(
  v.object({ M: v.record(v.string(), AmountAttribute) }),
  v.transform(({ M }) => M),
);
const ItemSchema = v.object({
  parts: NumberAttribute,
  total: TextAttribute,
  states: v.pipe(
    v.object({ M: v.record(v.string(), PartAttribute) }),
    v.transform(({ M }) => M),
  ),
  tries: v.optional(NumberAttribute),
  failedOf: v.optional(TextAttribute),
  stage: v.optional(
    v.pipe(
      v.object({ S: v.picklist(['promised', 'closed', 'paid']) }),
      v.transform(({ S }) => S),
    ),
  ),
  changes: v.optional(NumberAttribute),
  told: v.optional(AmountAttribute),
  left: v.optional(AmountAttribute),
  due: v.optional(AmountAttribute),
  untold: v.optional(AmountAttribute),
  backs: v.optional(AmountsAttribute),
  rises: v.optional(AmountsAttribute),
});

/** Reads an item of the table. Throws if the adapter did not write it. */
export function fromLedgerItem(item: Item): LedgerEntry {
  const { parts, total, states, tries, failedOf, changes, ...account } = v.parse(ItemSchema, item);
  const isKnown = changes !== undefined || account.stage !== undefined;
  return {
    parts,
    total,
    states,
    tries,
    failedOf,
    ...(isKnown && { account: { ...account, changes: changes ?? 0 } }),
  };
}

/** What a write does, without its condition. */
export type Written = Pick<Change, 'set' | 'values'>;

/** Returns a write that counts a failed try, too. Without a reason it is the same write. */
export function countTry({ set, values }: Written, failedOf: string | undefined): Written {
  if (failedOf === undefined) return { set, values: values ?? {} };
  const [, assigned] = /^SET (.*)/.exec(set) ?? [];
  const counted = `SET failedOf = :failedOf${assigned === undefined ? ` ${set}` : `, ${assigned}`}`;
  return {
    set: `${counted} ADD tries :one`,
    values: { ...values, ':failedOf': text(failedOf), ':one': number(1) },
  };
}

/** Returns the item of an order with one claimed part. `now` is in milliseconds since 1970. */
export function toLedgerItem(part: LedgerPart, claim: Claim, now: number): Item {
  return {
    id: { S: ledgerId(part) },
    parts: { N: String(part.parts) },
    total: { S: part.total },
    states: { M: { [part.part]: toPartAttribute(part, claim, { state: 'claimed', at: now }) } },
    expiresAt: expiry(now + REMEMBERED_MS),
    ...(part.stage !== undefined && { stage: text(part.stage) }),
    ...(part.trace !== undefined && toTraceAttributes(part, part.trace)),
  };
}

/** Returns the attribute of one part. */
export function toPartAttribute(
  { deliveryId }: LedgerPart,
  { owner, leaseUntil }: Claim,
  { state, at, wasUncertain = false }: Pick<PartEntry, 'state' | 'at' | 'wasUncertain'>,
): AttributeValue {
  return {
    M: {
      state: { S: state },
      owner: { S: owner },
      leaseUntil: { N: String(leaseUntil) },
      deliveryId: { S: deliveryId },
      at: { N: String(at) },
      ...(wasUncertain && { wasUncertain: { BOOL: true } }),
    },
  };
}

/** Returns the attributes of an account, apart from its stage. */
export function toAccountAttributes(account: OrderAccount): Record<string, AttributeValue> {
  const { told, left, due, untold, backs, rises } = account;
  return {
    told: { N: told },
    left: { N: left },
    due: { N: due },
    untold: { N: untold },
    backs: toAmounts(backs),
    rises: toAmounts(rises),
  };
}

function toAmounts(amounts: OrderAccount['backs']): AttributeValue {
  return { M: Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, { N: amount }])) };
}
