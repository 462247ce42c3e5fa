import { deliveryAccount } from '../support/doubles/recorded-telemetry.ts';
import type { Simulation } from './simulation.ts';

/** Both sides of an account that has to balance. */
export interface Account {
  readonly have: number;
  readonly should: number;
}

/**
 * Returns the two accounts of a run: deliveries received = accepted + known + ignored + parked + refused, and events queued =
 * sent + duplicate + superseded + untold + erased + dead + waiting, with profiles sent, unchanged and outdated. What the queue
 * could not delete is handed out and settled once more.
 */
export function accountsOf({ telemetry, queue, source }: Simulation): {
  deliveries: Account;
  events: Account;
} {
  const { received, settled } = deliveryAccount(telemetry);
  const counted = Object.entries(telemetry.counts)
    .filter(([key]) =>
      /^(Event(Sent|Duplicate|Superseded|Untold|Erased|Dead)|Profile(Sent|Unchanged|Outdated))(:|$)/.test(
        key,
      ),
    )
    .reduce((total, [, count]) => total + count, 0);
  const moved = [...queue.messages.values()].filter(({ state }) => state === 'moved').length;
  return {
    deliveries: { have: received, should: settled },
    events: {
      have: queue.messages.size + source.undeleted(),
      should: counted + moved + queue.waiting().length,
    },
  };
}
