import type { LastAnswers } from '../../lib/stores/ledger/last-answers.ts';
import { ledgerId } from '../../lib/stores/ledger/ledger.ts';
import type { LedgerEntry } from '../../lib/stores/ledger/ledger-entry.ts';
import type { LeftOutAmounts } from '../../lib/stores/ledger/left-out.ts';
import { createMemoryLastAnswers } from '../support/doubles/memory-last-answers.ts';
import { createMemoryLedger, createMemoryPauses } from '../support/doubles/memory-ledger.ts';
import { createMemoryLeftOut } from '../support/doubles/memory-left-out.ts';
import { createMemoryProfileLedger, type StoredProfile } from '../support/doubles/memory-profile-ledger.ts';
import { rememberPast } from './recent-past.ts';

type MemoryLedger = ReturnType<typeof createMemoryLedger>;
type MemoryProfiles = ReturnType<typeof createMemoryProfileLedger>;
type MemoryPauses = ReturnType<typeof createMemoryPauses>;

/** The reads of the table that need not be consistent. */
export interface TableReads {
  readonly ledger: MemoryLedger['read'];
  readonly profiles: MemoryProfiles['read'];
  readonly pauses: MemoryPauses['read'];
}

/** The table of the ledger, which all invocations share. */
export interface SimulatedTable {
  /** Returns the ledger as an instance with this clock sees it. */
  readonly ledger: (now: () => number) => MemoryLedger;
  readonly profiles: (now: () => number) => MemoryProfiles;
  readonly pauses: MemoryPauses;
  readonly lastAnswers: LastAnswers;
  readonly leftOut: LeftOutAmounts;
  /** Returns the reads of the state at an instant of the last second. */
  readonly asOf: (at: number) => TableReads;
}

/** Returns an empty table. `now` is in milliseconds since 1970. */
export function createSimulatedTable(now: () => number): SimulatedTable {
  const entries = new Map<string, LedgerEntry>();
  const profileEntries = new Map<string, StoredProfile>();
  const pauses = createMemoryPauses();
  const past = {
    entries: rememberPast(entries, now),
    profileEntries: rememberPast(profileEntries, now),
    pauses: rememberPast(pauses.paused, now),
  };
  return {
    ledger: (clock) => createMemoryLedger(clock, entries),
    profiles: (clock) => createMemoryProfileLedger(clock, profileEntries),
    pauses,
    lastAnswers: createMemoryLastAnswers(now),
    leftOut: createMemoryLeftOut(),
    asOf: (at) => ({
      ledger: (keys, ...given) =>
        createMemoryLedger(now, past.entries(at, keys.map(ledgerId))).read(keys, ...given),
      profiles: (keys, ...given) =>
        createMemoryProfileLedger(now, past.profileEntries(at, keys.map(ledgerId))).read(keys, ...given),
      pauses(...given) {
        const old = createMemoryPauses();
        for (const [lane, pause] of past.pauses(at)) old.paused.set(lane, pause);
        return old.read(...given);
      },
    }),
  };
}
