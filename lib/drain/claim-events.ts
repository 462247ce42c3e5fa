import { ledgerId, type Standing, standingOf } from '../ledger/ledger.ts';
import type { ConnectionRun } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type Fate, type Fates, LEDGER_ILL } from './fate.ts';
import type { PlannedEvent } from './plan-requests.ts';
import type { QueuedEvent } from './read-records.ts';

/** What becomes of an event that the ledger does not give. */
const fateByStanding: Readonly<Record<Standing, Fate>> = {
  sent: { kind: 'duplicate' },
  superseded: { kind: 'superseded' },
  'claimed-elsewhere': { kind: 'waits', because: 'claimed-elsewhere', code: 'claimed' },
};

/** Returns the events that are still to be sent, as far as a look into the ledger tells; of the others, their fates. */
export async function leaveOutKnown(
  { ledger, telemetry, ledgerOutage, now }: DrainPorts,
  events: readonly QueuedEvent[],
  fates: Fates,
): Promise<readonly QueuedEvent[]> {
  try {
    const entries = await ledger.read(events.map(({ message }) => message));
    return events.filter(({ message }) => {
      const standing = standingOf(entries.get(ledgerId(message)), message, now());
      if (standing !== 'free') fates.set(message, fateByStanding[standing]);
      return standing === 'free';
    });
  } catch (cause) {
    telemetry.error('The ledger could not be read', { ledgerOutage }, cause);
    if (ledgerOutage === 'deliver') return events;
    for (const { message } of events) fates.set(message, LEDGER_ILL);
    return [];
  }
}

/** Claims events just before their request leaves. Returns those that are ours; the others' fates go into the run. */
export async function claimEvents(
  { ledger, telemetry, ledgerOutage }: DrainPorts,
  run: ConnectionRun,
  events: readonly PlannedEvent[],
): Promise<PlannedEvent[]> {
  const claims = await Promise.allSettled(events.map(({ message }) => ledger.claim(message, run.claim)));
  const ours = events.filter((event, index) => {
    const claim = claims[index];
    if (claim?.status !== 'fulfilled') {
      if (ledgerOutage === 'deliver') return true;
      run.fates.set(event.message, LEDGER_ILL);
      return false;
    }
    if (claim.value === 'claimed') return true;
    run.fates.set(event.message, fateByStanding[claim.value]);
    return false;
  });
  const failed = claims.find((claim) => claim.status === 'rejected');
  if (failed !== undefined) telemetry.error('Events could not be claimed', { ledgerOutage }, failed.reason);
  return ours;
}
