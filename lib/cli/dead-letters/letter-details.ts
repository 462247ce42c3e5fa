import type { HeldLetter } from '../../queue/held-letters.ts';
import type { LetterMessage } from '../../queue/letter-message.ts';
import { maskText, maskValues } from '../mask.ts';
import { maskWords } from './mask-words.ts';

/** Returns the line of a dead letter in a list, without personal data. */
export function summaryOf({ id, cause, attributes, message }: HeldLetter) {
  const { code, receives, queuedAt, diedAt } = attributes;
  const { kind, connection, orderId, part, parts } = message ?? {};
  return { id, cause, code, kind, connection, orderId, part, parts, receives, queuedAt, diedAt };
}

/**
 * Returns all of a dead letter, masked unless `reveal` is set: Dfinery's message
 * may quote what was sent, which is masked in it, and a body that is not a message may hold anything.
 */
export function detailsOf(letter: HeldLetter, reveal: boolean) {
  const { id, cause, attributes, message, body } = letter;
  if (reveal) return { id, cause, attributes, message: message ?? body };
  const { message: words = '' } = attributes;
  return {
    id,
    cause,
    attributes: { ...attributes, ...(words !== '' && { message: maskWords(words, body) }) },
    message: message === undefined ? maskText(body) : maskIdentity(message),
  };
}

function maskIdentity(message: LetterMessage): object {
  return message.identity === undefined ? message : { ...message, identity: maskValues(message.identity) };
}
