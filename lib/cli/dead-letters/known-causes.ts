import { eventRules } from '../../drain/event-fate.ts';
import { erasureRules } from '../../erase/erasure-fate.ts';
import { fetchRules } from '../../fetch/fetch-fate.ts';
import type { LetterQueue } from '../../queue/letter-message.ts';

/** Causes of every queue: no message of ours, nothing tried for ten days, and SQS's own. */
const ALWAYS = ['message-invalid', 'held', 'received-too-often'];

/** Returns the causes that letters of a queue may have, in this version. */
export function knownCauses(queue: LetterQueue): string[] {
  const rules = { events: eventRules, fetches: fetchRules, erasures: erasureRules };
  return [...Object.keys(rules[queue].deadAfterMs), ...ALWAYS].sort();
}
