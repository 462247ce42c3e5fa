import * as v from 'valibot';
import { expiry, NumberAttribute, number, openTable, TextAttribute, text } from '../table.ts';
import type { DynamoDbLedgerOptions } from './dynamodb-ledger.ts';
import { ledgerId } from './ledger.ts';
import { REMEMBERED_MS } from './ledger-item.ts';
import { type ProfileLedger, type SentFacts, withoutPrints } from './profile-ledger.ts';

const FactAttribute = v.pipe(
  v.object({ M: v.object({ at: NumberAttribute, print: TextAttribute }) }),
  v.transform(({ M }) => M),
);
const ProfileItemSchema = v.object({
  owner: v.optional(TextAttribute),
  facts: v.pipe(
    v.optional(v.object({ M: v.record(v.string(), FactAttribute) }), { M: {} }),
    v.transform(({ M }): SentFacts => M),
  ),
});

/**
 * Returns the ledger of profiles, one item per customer in the ledger's table. A claim is a conditional write that
 * returns the item before it. The end of a lease is compared, because the table's own expiry may be days late.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html (`ALL_OLD`; read 2026-11-24)
 */
export function createDynamoDbProfileLedger({ now, ...options }: DynamoDbLedgerOptions): ProfileLedger {
  const table = openTable(options, { code: 'ledger-unavailable', message: 'The ledger is unavailable' });
  const ownedBy = (owner: string) => ({
    where: '#owner = :owner',
    names: { '#owner': 'owner' },
    values: { ':owner': text(owner) },
  });
  return {
    async read(keys) {
      const items = await table(({ read }) => read(keys.map(ledgerId)));
      return new Map(items.map((item) => [item['id']?.S ?? '', v.parse(ProfileItemSchema, item).facts]));
    },
    async claim(key, { owner, leaseUntil }) {
      const change = {
        set: 'SET #owner = :owner, leaseUntil = :leaseUntil, expiresAt = :expiresAt',
        where: 'attribute_not_exists(#owner) OR leaseUntil < :now',
        names: { '#owner': 'owner' },
        values: {
          ':owner': text(owner),
          ':leaseUntil': number(leaseUntil),
          ':expiresAt': expiry(now() + REMEMBERED_MS),
          ':now': number(now()),
        },
        returns: 'ALL_OLD',
      } as const;
      const old = await table(({ update }) => update(ledgerId(key), change));
      if (old === undefined) return undefined;
      const { owner: lost, facts } = v.parse(ProfileItemSchema, old);
      return lost === undefined ? facts : withoutPrints(facts);
    },
    async settle(key, { owner }, facts) {
      const M = Object.fromEntries(
        Object.entries(facts).map(([name, { at, print }]) => [
          name,
          { M: { at: number(at), print: text(print) } },
        ]),
      );
      const own = ownedBy(owner);
      const values = { ...own.values, ':facts': { M } };
      const change = { ...own, set: 'SET facts = :facts REMOVE #owner, leaseUntil', values };
      await table(({ update }) => update(ledgerId(key), change));
    },
    async forget(key, { owner }) {
      await table(({ remove }) => remove(ledgerId(key), ownedBy(owner)));
    },
  };
}
