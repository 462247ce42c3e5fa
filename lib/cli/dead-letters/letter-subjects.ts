import type { Subject } from '../../model/subject.ts';
import { decodeFetchMessage } from '../../queue/fetch-message.ts';
import type { HeldLetter } from '../../queue/held-letters.ts';
import type { LetterQueue } from '../../queue/letter-message.ts';
import { decodeMessage } from '../../queue/message.ts';
import { subjectOfFetch, subjectOfMessage } from '../../translate/subject-of-message.ts';
import type { ConnectionsAccess } from '../operator-access.ts';

/**
 * Returns a function that says which person a dead letter concerns. `undefined` if it concerns no person: it is not a
 * message of ours, its connection is gone, or it is a request to erase a person, which has to be carried out.
 */
export async function letterSubjects(
  queue: LetterQueue,
  { connections }: Pick<ConnectionsAccess, 'connections'>,
): Promise<(letter: HeldLetter) => Subject | undefined> {
  if (queue === 'erasures') return () => undefined;
  if (queue === 'events') return ({ message, body }) => message && subjectOfMessage(decodeMessage(body));

  const shops = await connections().list();
  return ({ message, body }) => {
    const stored = message && shops.get(message.connection)?.shop;
    if (message === undefined || stored === undefined) return undefined;
    return subjectOfFetch(decodeFetchMessage(body), stored.shop ?? message.connection);
  };
}
