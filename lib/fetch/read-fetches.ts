import { decodeFetchMessage, type FetchMessage } from '../queue/fetch-message.ts';
import type { Queued, Reader } from '../queue/worker/work-batch.ts';

/** Merges the records of a batch that name the same order, refund or addition to a cart. */
export const fetchReader: Reader<FetchMessage> = {
  decode: decodeFetchMessage,
  // Parameters included: two shops of a mall may use the same order id.
  keyOf: (message) =>
    JSON.stringify([
      message.kind,
      message.connection,
      message.source,
      message.kind === 'cart' ? message.cartKey : message.reference,
    ]),
};

/** Returns when the newest record of a fetch was queued; milliseconds since 1970. */
export function queuedAt({ records }: Pick<Queued<FetchMessage>, 'records'>): number {
  return Math.max(...records.map(({ attributes }) => Number(attributes.SentTimestamp)));
}
