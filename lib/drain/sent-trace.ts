import { marksOf } from '../model/subject.ts';
import type { Message } from '../queue/message.ts';
import type { SentTrace } from '../stores/ledger/ledger.ts';
import { tombstoneId } from '../stores/tombstones/keyed-hash.ts';

/**
 * Returns what the ledger keeps of an event for a check of arrivals: purchases and refunds have it, anything else not.
 * `marksOf` names the strongest identifier of a customer first. Without a key the day alone is kept.
 */
export function sentTraceOf(message: Message, key: Buffer | undefined): SentTrace | undefined {
  const { kind, identity, event } = message;
  if (kind !== 'purchase' && kind !== 'refund' && kind !== 'closing') return undefined;
  const [mark] = marksOf({ identity });
  const who = key && mark && tombstoneId(message, mark, key);
  return { on: event.event_datetime.slice(0, 10), ...(who !== undefined && { who }) };
}
