import type { HeldLetter } from '../queue/dead-letters.ts';
import type { LetterMessage } from '../queue/letter-message.ts';
import { maskText, maskValues } from './mask.ts';

/** Returns what a list says of a dead letter: nothing of a person. */
export function summaryOf({ id, cause, attributes, message }: HeldLetter) {
  const { code, receives, queuedAt, diedAt } = attributes;
  const { kind, connection, orderId, part, parts } = message ?? {};
  return { id, cause, code, kind, connection, orderId, part, parts, receives, queuedAt, diedAt };
}

/**
 * Returns all of a dead letter, masked unless it is to be revealed: Dfinery's own words may quote what was sent, and a body
 * that is no message may hold anything.
 */
export function detailsOf(letter: HeldLetter, reveal: boolean) {
  const { id, cause, attributes, message, body } = letter;
  if (reveal) return { id, cause, attributes, message: message ?? body };
  const { message: words = '' } = attributes;
  return {
    id,
    cause,
    attributes: { ...attributes, ...(words !== '' && { message: maskText(words) }) },
    message: message === undefined ? maskText(body) : maskIdentity(message),
  };
}

function maskIdentity(message: LetterMessage): object {
  return message.identity === undefined ? message : { ...message, identity: maskValues(message.identity) };
}
