import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { type Decimal, toDecimal } from '../../model/money.ts';
import { scanPages } from '../scan-pages.ts';
import { expiry, type Item, TextAttribute } from '../table.ts';
import { wasAccepted } from './ledger-entry.ts';
import { fromLedgerItem, REMEMBERED_MS } from './ledger-item.ts';
import type { StoredAccount } from './order-account.ts';
import { whoOf } from './trace-attributes.ts';

/** A purchase or a refund of which Dfinery accepted at least one part. Times in milliseconds since 1970. */
export interface SentParts {
  readonly ledgerId: string;
  readonly serviceId: string;
  readonly kind: 'purchase' | 'refund';
  /** The order's id, `refundKey`, or `riseKey`. */
  readonly subjectKey: string;
  /** The day of the event in UTC. */
  readonly on: string;
  /** The id of the tombstone that its customer would have. */
  readonly who?: string | undefined;
  readonly parts: number;
  /** Of all parts. */
  readonly total: Decimal;
  readonly account?: StoredAccount | undefined;
  /** The parts that Dfinery accepted. */
  readonly sent: readonly { readonly part: number; readonly at: number }[];
}

/** Yields what was sent since a time, in any order. What version 0.1.0 sent is not among it: it kept no names. */
export type SentSince = (since: number) => AsyncIterable<SentParts>;

/** A claim is made at most this long before its part counts as sent. */
const LONGEST_SENDING_MS = 60 * 60_000;

const TraceSchema = v.object({
  id: TextAttribute,
  kind: v.pipe(
    v.object({ S: v.picklist(['purchase', 'refund']) }),
    v.transform(({ S }) => S),
  ),
  subject: TextAttribute,
  on: TextAttribute,
  who: v.optional(
    v.pipe(
      v.object({ B: v.instance(Uint8Array) }),
      v.transform(({ B }) => whoOf(B)),
    ),
  ),
});

/**
 * Returns the reader of what was sent. Every claim renews the expiry of its entry, so that says which entries are recent
 * without an index, which each claim would have to pay for.
 */
export function createSentSince({
  dynamoDb,
  table,
}: {
  readonly dynamoDb: DynamoDBClient;
  readonly table: string;
}): SentSince {
  return async function* sentSince(since) {
    const input = {
      TableName: table,
      FilterExpression: 'expiresAt >= :since AND attribute_exists(#subject) AND attribute_exists(#on)',
      ExpressionAttributeNames: { '#subject': 'subject', '#on': 'on' },
      ExpressionAttributeValues: { ':since': expiry(since - LONGEST_SENDING_MS + REMEMBERED_MS) },
    };
    const unavailable = { code: 'ledger-unavailable', message: 'The ledger is unavailable' } as const;
    for await (const item of scanPages(dynamoDb, input, unavailable)) {
      const parts = toSentParts(item);
      if (parts.sent.some(({ at }) => at >= since)) yield parts;
    }
  };
}

function toSentParts(item: Item): SentParts {
  const { id, kind, subject: subjectKey, on, who } = v.parse(TraceSchema, item);
  const { parts, total, states, account } = fromLedgerItem(item);
  const sent = Object.entries(states)
    .filter(([, state]) => wasAccepted(state))
    .map(([part, { at }]) => ({ part: Number(part), at }));
  const serviceId = id.slice(0, id.lastIndexOf('#'));
  return {
    ledgerId: id,
    serviceId,
    kind,
    subjectKey,
    on,
    who,
    parts,
    total: toDecimal(total),
    account,
    sent,
  };
}
