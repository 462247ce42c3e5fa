import { createDoor, type Door } from '../../../lib/receive/door.ts';
import { createRecentlyQueued } from '../../../lib/receive/recently-queued.ts';
import { isAllTold } from '../../../lib/stores/ledger/leave-out-told.ts';
import type { Ledger } from '../../../lib/stores/ledger/ledger.ts';

/** Returns the door of a fresh environment, which asks a ledger each time. `now` returns milliseconds since 1970. */
export function aDoor(ledger: Pick<Ledger, 'read'>, now: () => number): Door {
  return createDoor({
    recent: createRecentlyQueued(now),
    askLedger: (plan, shop) => isAllTold(ledger, plan, { shop, now: now() }),
  });
}
