import type { Message } from '../../../lib/queue/message.ts';
import type { Ledger } from '../../../lib/stores/ledger/ledger.ts';

/** Writes into a ledger that Dfinery accepted an event, as a drain does. */
export async function markAsSent(
  ledger: Pick<Ledger, 'claim' | 'markSent'>,
  message: Extract<Message, { kind: 'purchase' | 'refund' }>,
): Promise<void> {
  const claim = { owner: 'an earlier drain', leaseUntil: Number.MAX_SAFE_INTEGER };
  await ledger.claim(message, claim);
  await ledger.markSent(message, claim);
}
