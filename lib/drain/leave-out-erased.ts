import { subjectOfMessage } from '../erasures/subject-of-message.ts';
import type { AnyMessage } from '../queue/message.ts';
import type { Queued } from '../settle/work-batch.ts';
import type { DrainPorts } from './drain-ports.ts';
import type { Fates, Waits } from './fate.ts';

const UNKNOWN: Waits = { kind: 'waits', because: 'erasures-unavailable', code: 'erasures' };

/**
 * Returns what tells of those who were not erased; the rest is dropped. While nobody knows, all wait, whatever is chosen
 * for an outage of the ledger.
 */
export async function leaveOutErased<Content extends AnyMessage>(
  { tombstones, telemetry }: Pick<DrainPorts, 'tombstones' | 'telemetry'>,
  queued: readonly Queued<Content>[],
  fates: Fates,
): Promise<readonly Queued<Content>[]> {
  const subjects = queued.map((one) => ({ ...subjectOfMessage(one.message), one }));
  try {
    const erased = await tombstones.erased(subjects);
    return subjects.flatMap((subject) => {
      if (!erased.has(subject)) return [subject.one];
      fates.set(subject.one.message, { kind: 'erased' });
      return [];
    });
  } catch (cause) {
    telemetry.error('Nobody knows who was erased', { events: queued.length }, cause);
    for (const { message } of queued) fates.set(message, UNKNOWN);
    return [];
  }
}
