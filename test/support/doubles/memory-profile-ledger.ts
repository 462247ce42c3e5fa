import { ledgerId } from '../../../lib/stores/ledger/ledger.ts';
import {
  type ProfileLedger,
  type SentFacts,
  withoutPrints,
} from '../../../lib/stores/ledger/profile-ledger.ts';

export interface ProfileEntry {
  readonly facts: SentFacts;
  readonly owner?: string;
  readonly leaseUntil?: number;
}

/** Returns a profile ledger in memory. It passes the contract of the real one; several may share entries. */
export function createMemoryProfileLedger(
  now: () => number,
  entries: Map<string, ProfileEntry> = new Map<string, ProfileEntry>(),
): ProfileLedger {
  return {
    read: (keys) =>
      Promise.resolve(
        new Map(
          keys.flatMap((key) => {
            const entry = entries.get(ledgerId(key));
            return entry ? [[ledgerId(key), entry.facts] as const] : [];
          }),
        ),
      ),
    claim(key, { owner, leaseUntil }) {
      const entry = entries.get(ledgerId(key));
      if (entry?.owner !== undefined && (entry.leaseUntil ?? 0) >= now()) return Promise.resolve(undefined);
      const { facts = {} } = entry ?? {};
      entries.set(ledgerId(key), { facts, owner, leaseUntil });
      return Promise.resolve(entry?.owner === undefined ? facts : withoutPrints(facts));
    },
    settle(key, { owner }, facts) {
      if (entries.get(ledgerId(key))?.owner === owner) entries.set(ledgerId(key), { facts });
      return Promise.resolve();
    },
    forget(key, { owner }) {
      if (entries.get(ledgerId(key))?.owner === owner) entries.delete(ledgerId(key));
      return Promise.resolve();
    },
  };
}
