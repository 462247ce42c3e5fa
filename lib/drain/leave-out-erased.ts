import type { AnyMessage } from '../queue/message.ts';
import type { Queued } from '../queue/worker/work-batch.ts';
import { subjectOfMessage } from '../translate/subject-of-message.ts';
import type { DrainPorts } from './drain-ports.ts';
import type { EventHeld } from './event-fate.ts';
import { type Sifted, sameFate, sift } from './fates.ts';

const UNKNOWN: EventHeld = { kind: 'held', because: 'erasures-unavailable', code: 'erasures' };

/**
 * Leaves out messages about erased persons. If the tombstones
 * cannot be read all messages wait, whatever `ledgerOutage` says.
 */
export async function leaveOutErased<Content extends AnyMessage>(
  { tombstones, telemetry }: Pick<DrainPorts, 'tombstones' | 'telemetry'>,
  queued: readonly Queued<Content>[],
): Promise<Sifted<Queued<Content>>> {
  const subjects = queued.map(({ message }) => subjectOfMessage(message));
  try {
    const erased = await tombstones.erased(subjects);
    return sift(queued, (_, index) => {
      const subject = subjects[index];
      return subject !== undefined && erased.has(subject) ? { kind: 'erased' } : undefined;
    });
  } catch (cause) {
    telemetry.error('The tombstones could not be read', { events: queued.length }, cause);
    return { remaining: [], fates: sameFate(queued, UNKNOWN) };
  }
}
