import * as v from 'valibot';
import { expiry, type Item, NumberAttribute, number, openTable, TextAttribute, text } from '../table.ts';
import type { DynamoDbLedgerOptions } from './dynamodb-ledger.ts';
import { type LedgerKey, ledgerId } from './ledger.ts';
import { countTry, REMEMBERED_MS, type Written } from './ledger-item.ts';
import { type ProfileLedger, type SentFacts, withoutPrints } from './profile-ledger.ts';

const FactAttribute = v.pipe(
  v.object({ M: v.object({ at: NumberAttribute, print: TextAttribute }) }),
  v.transform(({ M }) => M),
);
const ProfileItemSchema = v.object({
  owner: v.optional(TextAttribute),
  ownerBefore: v.optional(TextAttribute),
  facts: v.pipe(
    v.optional(v.object({ M: v.record(v.string(), FactAttribute) }), { M: {} }),
    v.transform(({ M }): SentFacts => M),
  ),
  tries: v.optional(NumberAttribute),
  failedOf: v.optional(TextAttribute),
});

/** In place of the owner before, if the customer was not claimed. */
const NOBODY = 'nobody';

/** Returns what is stored of a customer, and by whom it is claimed and was claimed before that claim. */
function fromItem(item: Item) {
  const { owner = NOBODY, ownerBefore = NOBODY, ...entry } = v.parse(ProfileItemSchema, item);
  return { owner, ownerBefore, entry };
}

/**
 * Returns the ledger of profiles, one item per customer in the ledger's table. A claim is a conditional write that
 * returns the item before it. The end of a lease is compared, because the table's own expiry may be days late. If the
 * answer of a claim gets lost, the client repeats it by itself and finds its own: the item names the owner before.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html (`ALL_OLD`; read 2026-11-24)
 */
export function createDynamoDbProfileLedger({ now, ...options }: DynamoDbLedgerOptions): ProfileLedger {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger is unavailable' });
  const ownedBy = (owner: string) => ({
    where: '#owner = :owner',
    names: { '#owner': 'owner' },
    values: { ':owner': text(owner) },
  });
  async function writeOwn(key: LedgerKey, owner: string, written: Written): Promise<void> {
    const { values, ...own } = ownedBy(owner);
    const change = { ...own, ...written, values: { ...written.values, ...values } };
    await table(({ update }) => update(ledgerId(key), change));
  }

  return {
    async read(keys) {
      const items = await table(({ read }) => read(keys.map(ledgerId)));
      return new Map(items.map((item) => [item['id']?.S ?? '', fromItem(item).entry]));
    },
    async claim(key, { owner, leaseUntil }) {
      const change = {
        set:
          'SET #owner = :owner, ownerBefore = if_not_exists(#owner, :nobody), leaseUntil = :leaseUntil, ' +
          'expiresAt = :expiresAt',
        where: 'attribute_not_exists(#owner) OR leaseUntil < :now OR #owner = :owner',
        names: { '#owner': 'owner' },
        values: {
          ':owner': text(owner),
          ':nobody': text(NOBODY),
          ':leaseUntil': number(leaseUntil),
          ':expiresAt': expiry(now() + REMEMBERED_MS),
          ':now': number(now()),
        },
        returns: 'ALL_OLD',
      } as const;
      const old = await table(({ update }) => update(ledgerId(key), change));
      if (old === undefined) return undefined;
      const { owner: last, ownerBefore, entry } = fromItem(old);
      const lost = last === owner ? ownerBefore : last;
      return lost === NOBODY ? entry : { ...entry, facts: withoutPrints(entry.facts) };
    },
    settle: (key, { owner }, facts, failedOf) =>
      writeOwn(
        key,
        owner,
        failedOf === undefined ? setFacts(facts, ', tries, failedOf') : countTry(setFacts(facts), failedOf),
      ),
    putBack: (key, { owner }, facts) => writeOwn(key, owner, setFacts(facts)),
    async forget(key, { owner }) {
      await table(({ remove }) => remove(ledgerId(key), ownedBy(owner)));
    },
  };
}

/** Returns a write of the facts that ends the claim and removes what else is named. */
function setFacts(facts: SentFacts, removed = ''): Written {
  const M = Object.fromEntries(
    Object.entries(facts).map(([name, { at, print }]) => [
      name,
      { M: { at: number(at), print: text(print) } },
    ]),
  );
  return {
    set: `SET facts = :facts REMOVE #owner, ownerBefore, leaseUntil${removed}`,
    values: { ':facts': { M } },
  };
}
