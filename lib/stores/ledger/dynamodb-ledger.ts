import { expiry, number, openTable, type TableCalls, type TableOptions, text } from '../table.ts';
import {
  type Claim,
  type ClaimAnswer,
  type Ledger,
  type LedgerPart,
  ledgerId,
  standingOf,
} from './ledger.ts';
import { fromLedgerItem, REMEMBERED_MS, toLedgerItem, toPartAttribute } from './ledger-item.ts';

export interface DynamoDbLedgerOptions extends TableOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Returns the ledger that is kept in a DynamoDB table. Claims are conditional writes, so of several instances one gets
 * each part; the end of a lease is compared, never left to the table's own expiry, which may be days late.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html (read 2026-11-24)
 */
export function createDynamoDbLedger({ now, ...options }: DynamoDbLedgerOptions): Ledger {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger did not answer' });

  /** Writes to a part that is still this owner's; another's is left alone. */
  async function writeOwn(part: LedgerPart, claim: Claim, state?: 'sent' | 'uncertain'): Promise<void> {
    const value = state && toPartAttribute(part, claim, { state, at: now() });
    const change = {
      set: value === undefined ? 'REMOVE states.#part' : 'SET states.#part = :value',
      where: 'states.#part.#owner = :owner',
      names: { '#part': String(part.part), '#owner': 'owner' },
      values: { ':owner': text(claim.owner), ...(value && { ':value': value }) },
    };
    await table(({ update }) => update(ledgerId(part), change));
  }

  return {
    async read(keys) {
      const items = await table(({ read }) => read(keys.map(ledgerId)));
      return new Map(items.map((item) => [item['id']?.S ?? '', fromLedgerItem(item)]));
    },
    claim: (part, claim) =>
      table(async (calls) => {
        // The usual case in one write: nothing is remembered of the order.
        const first = toLedgerItem(part, claim, now());
        if (await calls.put(first, { where: 'attribute_not_exists(id)' })) return 'claimed';
        if ((await calls.update(ledgerId(part), furtherClaim(part, claim, now()))) !== undefined)
          return 'claimed';
        return refusalOf(calls, part, now());
      }),
    markSent: (part, claim) => writeOwn(part, claim, 'sent'),
    markUncertain: (part, claim) => writeOwn(part, claim, 'uncertain'),
    release: (part, claim) => writeOwn(part, claim),
    async forget(key) {
      await table(({ remove }) => remove(ledgerId(key)));
    },
  };
}

/** The same rule as `standingOf`, decided by the table. */
function furtherClaim(part: LedgerPart, claim: Claim, now: number) {
  return {
    set: 'SET parts = :parts, #total = :total, states.#part = :claim, expiresAt = :expiresAt',
    where:
      '(size(states) = :none OR (parts = :parts AND #total = :total)) AND (' +
      'attribute_not_exists(states.#part) OR states.#part.#state = :uncertain OR ' +
      '(states.#part.#state = :claimed AND states.#part.leaseUntil < :now))',
    names: { '#part': String(part.part), '#total': 'total', '#state': 'state' },
    values: {
      ':parts': number(part.parts),
      ':total': text(part.total),
      ':claim': toPartAttribute(part, claim, { state: 'claimed', at: now }),
      ':expiresAt': expiry(now + REMEMBERED_MS),
      ':none': number(0),
      ':uncertain': text('uncertain'),
      ':claimed': text('claimed'),
      ':now': number(now),
    },
  };
}

async function refusalOf({ get }: TableCalls, part: LedgerPart, now: number): Promise<ClaimAnswer> {
  const item = await get(ledgerId(part));
  const standing = standingOf(item && fromLedgerItem(item), part, now);
  // Let go in this very moment: the next receive gets it.
  return standing === 'free' ? 'claimed-elsewhere' : standing;
}
