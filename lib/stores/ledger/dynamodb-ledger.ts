import { expiry, number, openTable, type TableCalls, type TableOptions, text } from '../table.ts';
import {
  type Claim,
  type ClaimAnswer,
  type Ledger,
  type LedgerPart,
  ledgerId,
  standingOf,
} from './ledger.ts';
import {
  countTry,
  fromLedgerItem,
  REMEMBERED_MS,
  toLedgerItem,
  toPartAttribute,
  type Written,
} from './ledger-item.ts';

export interface DynamoDbLedgerOptions extends TableOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Returns the ledger in a DynamoDB table. Claims are conditional writes, so exactly one of several instances gets each
 * part. The end of a lease is compared, because the table's own expiry may be days late.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html (read 2026-11-24)
 */
export function createDynamoDbLedger({ now, ...options }: DynamoDbLedgerOptions): Ledger {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger is unavailable' });

  /** Changes a part only if it still belongs to this owner. */
  async function writeOwn(part: LedgerPart, claim: Claim, { set, values }: Written): Promise<void> {
    const change = {
      set,
      where: 'states.#part.#owner = :owner',
      names: { '#part': String(part.part), '#owner': 'owner' },
      values: { ...values, ':owner': text(claim.owner) },
    };
    await table(({ update }) => update(ledgerId(part), change));
  }

  function inState(part: LedgerPart, claim: Claim, state: 'sent' | 'uncertain'): Written {
    const values = { ':value': toPartAttribute(part, claim, { state, at: now() }) };
    return { set: 'SET states.#part = :value', values };
  }

  return {
    async read(keys) {
      const items = await table(({ read }) => read(keys.map(ledgerId)));
      return new Map(items.map((item) => [item['id']?.S ?? '', fromLedgerItem(item)]));
    },
    claim: (part, claim) =>
      table(async (calls) => {
        // The usual case takes one write: the order is new to the ledger.
        const first = toLedgerItem(part, claim, now());
        if (await calls.put(first, { where: 'attribute_not_exists(id)' })) return 'claimed';
        if ((await calls.update(ledgerId(part), furtherClaim(part, claim, now()))) !== undefined)
          return 'claimed';
        return refusalOf(calls, part, now());
      }),
    markSent: (part, claim) => writeOwn(part, claim, inState(part, claim, 'sent')),
    markUncertain: (part, claim, failedOf) =>
      writeOwn(part, claim, countTry(inState(part, claim, 'uncertain'), failedOf)),
    release: (part, claim, failedOf) =>
      writeOwn(part, claim, countTry({ set: 'REMOVE states.#part' }, failedOf)),
    async forget(key) {
      await table(({ remove }) => remove(ledgerId(key)));
    },
  };
}

/** The rule of `standingOf` as a condition for the table. */
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
  // Released just now: the next receive gets it.
  return standing === 'free' ? 'claimed-elsewhere' : standing;
}
