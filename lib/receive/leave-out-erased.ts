import { subjectOfMessage } from '../erasures/subject-of-message.ts';
import { decodeMessage } from '../queue/message.ts';
import type { ReceiverPorts } from './receiver.ts';

/**
 * Returns the messages, encoded, that tell of nobody who was erased. All of them where nobody asks for that.
 * @throws {UnavailableError} nobody knows who was erased.
 */
export async function leaveOutErased(
  { tombstones }: Pick<ReceiverPorts, 'tombstones'>,
  bodies: readonly string[],
): Promise<readonly string[]> {
  if (tombstones === undefined) return bodies;
  const subjects = bodies.map((body) => ({ ...subjectOfMessage(decodeMessage(body)), body }));
  const erased = await tombstones.erased(subjects);
  return subjects.filter((subject) => !erased.has(subject)).map(({ body }) => body);
}
