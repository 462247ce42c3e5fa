import { decodeMessage, type Message } from '../../../lib/queue/message.ts';

/** Reads the body of a queue message that holds an event. @throws {TypeError} it holds none. */
export function decodeEvent(body: string): Message {
  const message = decodeMessage(body);
  if ('event' in message) return message;
  throw new TypeError(`${message.kind} is no event`);
}
