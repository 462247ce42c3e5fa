import { type Claim, type LedgerKey, ledgerId } from '../../../lib/stores/ledger/ledger.ts';
import {
  type ProfileEntry,
  type ProfileLedger,
  withoutPrints,
} from '../../../lib/stores/ledger/profile-ledger.ts';

/** A customer in memory, and the claim if there is one. */
export interface StoredProfile {
  readonly entry: ProfileEntry;
  readonly claim?: Claim;
  /** The owner before never came back. */
  readonly wasLeft?: boolean;
}

/** Returns a profile ledger in memory. It passes the contract of the real one; several may share entries. */
export function createMemoryProfileLedger(
  now: () => number,
  entries: Map<string, StoredProfile> = new Map<string, StoredProfile>(),
): ProfileLedger {
  /** Ends a claim, if it still belongs to this owner, with the entry that is made of the one before. */
  function end(key: LedgerKey, { owner }: Claim, settled: (before: ProfileEntry) => ProfileEntry): void {
    const stored = entries.get(ledgerId(key));
    if (stored?.claim?.owner === owner) entries.set(ledgerId(key), { entry: settled(stored.entry) });
  }

  return {
    read: (keys) =>
      Promise.resolve(
        new Map(
          keys.flatMap((key) => {
            const stored = entries.get(ledgerId(key));
            return stored ? [[ledgerId(key), stored.entry] as const] : [];
          }),
        ),
      ),
    claim(key, claim) {
      const stored: StoredProfile = entries.get(ledgerId(key)) ?? { entry: { facts: {} } };
      const { entry, claim: earlier } = stored;
      const isOwn = earlier?.owner === claim.owner;
      if (earlier !== undefined && !isOwn && earlier.leaseUntil >= now()) return Promise.resolve(undefined);
      const wasLeft = isOwn ? stored.wasLeft === true : earlier !== undefined;
      entries.set(ledgerId(key), { entry, claim, wasLeft });
      return Promise.resolve(wasLeft ? { ...entry, facts: withoutPrints(entry.facts) } : entry);
    },
    settle(key, claim, facts, failedOf) {
      end(key, claim, ({ tries = 0 }) =>
        failedOf === undefined ? { facts } : { facts, tries: tries + 1, failedOf },
      );
      return Promise.resolve();
    },
    putBack(key, claim, facts) {
      end(key, claim, (before) => ({ ...before, facts }));
      return Promise.resolve();
    },
    forget(key, { owner }) {
      if (entries.get(ledgerId(key))?.claim?.owner === owner) entries.delete(ledgerId(key));
      return Promise.resolve();
    },
  };
}
