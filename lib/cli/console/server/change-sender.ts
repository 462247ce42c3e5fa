import type { LiveChange } from '../console-api.ts';

/** As many as are kept of each. A page that learns of more at once forgets the others itself. */
const MAX_JOINED = 500;

/**
 * Returns how to send changes to one reader, one at a time. While one is on its way, what changes meanwhile is joined to one more:
 * a reader that never reads costs no more than what there is to see. `send` resolves when the next may follow, and never rejects.
 */
export function createChangeSender(
  send: (change: LiveChange) => Promise<void>,
): (change: LiveChange) => void {
  let waiting: LiveChange | undefined;
  let isSending = false;

  async function sendAll(): Promise<void> {
    isSending = true;
    while (waiting !== undefined) {
      const change = waiting;
      waiting = undefined;
      await send(change);
    }
    isSending = false;
  }

  return (change) => {
    waiting = waiting === undefined ? change : join(waiting, change);
    if (!isSending) void sendAll();
  };
}

function join(earlier: LiveChange, later: LiveChange): LiveChange {
  return {
    deliveries: joinNumbered(earlier.deliveries, later.deliveries),
    requests: joinNumbered(earlier.requests, later.requests),
    standIn: later.standIn ?? earlier.standIn,
  };
}

function joinNumbered<Numbered extends { readonly number: number }>(
  earlier: readonly Numbered[],
  later: readonly Numbered[],
): readonly Numbered[] {
  const all = new Map([...earlier, ...later].map((one) => [one.number, one]));
  return [...all.values()].sort((a, b) => b.number - a.number).slice(0, MAX_JOINED);
}
