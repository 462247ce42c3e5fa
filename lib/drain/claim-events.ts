import type { Standing } from '../ledger/ledger.ts';
import type { ConnectionRun } from './connection-run.ts';
import type { DrainPorts } from './drain-ports.ts';
import type { Fate } from './fate.ts';
import type { PlannedEvent } from './plan-requests.ts';

/** What becomes of an event that the ledger does not give. */
export const fateByStanding: Readonly<Record<Standing, Fate>> = {
  sent: { kind: 'duplicate' },
  superseded: { kind: 'superseded' },
  'claimed-elsewhere': { kind: 'waits', because: 'claimed-elsewhere', code: 'claimed' },
};

const LEDGER_ILL: Fate = { kind: 'waits', because: 'ledger-unavailable', code: 'ledger' };

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
      run.fates.set(event, LEDGER_ILL);
      return false;
    }
    if (claim.value === 'claimed') return true;
    run.fates.set(event, fateByStanding[claim.value]);
    return false;
  });
  const failed = claims.find((claim) => claim.status === 'rejected');
  if (failed !== undefined) telemetry.error('Events could not be claimed', { ledgerOutage }, failed.reason);
  return ours;
}
