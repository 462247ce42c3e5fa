import type { Reader } from '../../lib/queue/worker/work-batch.ts';

/** More than an outage of a test has waiting, and little enough for a run of a million. */
const REMEMBERED = 20_000;

/**
 * Returns a reader that decodes equal bodies once, as long as it remembers them. In a long outage every message is received hundreds of times, and
 * decoding it anew each time would be most of the work.
 */
export function decodeOnce<Message>(reader: Reader<Message>): Reader<Message> {
  const decoded = new Map<string, Message>();
  return {
    ...reader,
    decode(body) {
      const known = decoded.get(body);
      if (known !== undefined) return known;
      const message = reader.decode(body);
      decoded.set(body, message);
      const [oldest] = decoded.size > REMEMBERED ? decoded.keys() : [];
      if (oldest !== undefined) decoded.delete(oldest);
      return message;
    },
  };
}
