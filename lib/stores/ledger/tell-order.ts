import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Change, expiry, number, type TableCalls, text } from '../table.ts';
import { type LedgerKey, ledgerId } from './ledger.ts';
import type { LedgerEntry } from './ledger-entry.ts';
import { fromLedgerItem, REMEMBERED_MS, toAccountAttributes } from './ledger-item.ts';
import { type Answer, type Decision, decide, type OrderChange } from './tell.ts';

/** How often an account is read anew because somebody else changed it in between. */
const MAX_ATTEMPTS = 3;

interface Telling {
  readonly order: LedgerKey;
  readonly change: OrderChange;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Decides what follows of a change by the account as it was written last, and writes the new one if nobody changed it
 * since. If the answer of the write gets lost, the next reading shows it, and the same change gets the same answer.
 */
export async function tellOrder(calls: TableCalls, { order, change, now }: Telling): Promise<Answer> {
  const id = ledgerId(order);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const item = await calls.get(id);
    const entry = item && fromLedgerItem(item);
    const { answer, write } = decide(entry, change, now);
    if (write === undefined) return answer;
    const isWritten = await calls.update(id, toChange(entry, write, now));
    if (isWritten !== undefined) return answer;
  }
  return { kind: 'unsettled' };
}

function toChange(
  entry: LedgerEntry | undefined,
  write: NonNullable<Decision['write']>,
  now: number,
): Change {
  const seen = entry?.account?.changes;
  const isUnseen = seen === undefined || seen === 0;
  const set: Record<string, AttributeValue> = {
    ...('told' in write ? toAccountAttributes(write) : {}),
    ...(write.stage !== undefined && { stage: text(write.stage) }),
    changes: number((seen ?? 0) + 1),
    expiresAt: expiry(now + REMEMBERED_MS),
  };
  const unchanged = isUnseen ? 'attribute_not_exists(#changes)' : '#changes = :seen';
  const assigned = Object.keys(set).map((name) => `#${name} = :${name}`);
  const isTold = 'told' in write;
  return {
    set: `SET ${[...assigned, ...(isTold ? [] : ITEM_OF_NOTHING)].join(', ')}`,
    where: `${unchanged} AND ${isTold ? 'attribute_exists(id)' : '(attribute_not_exists(id) OR size(states) = :none)'}`,
    names: {
      ...Object.fromEntries(Object.keys(set).map((name) => [`#${name}`, name])),
      ...(!isTold && { '#total': 'total' }),
    },
    values: {
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      ...(!isUnseen && { ':seen': number(seen) }),
      ...(!isTold && { ':one': number(1), ':zero': text('0'), ':empty': { M: {} }, ':none': number(0) }),
    },
  };
}

/** Completes the item of an order of which nothing was told, in a form that version 0.1.0 takes for free. */
const ITEM_OF_NOTHING = [
  'parts = if_not_exists(parts, :one)',
  '#total = if_not_exists(#total, :zero)',
  'states = if_not_exists(states, :empty)',
];
