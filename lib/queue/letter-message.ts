import { decodeErasureMessage } from './erasure-message.ts';
import { decodeFetchMessage, fetchKey } from './fetch-message.ts';
import { decodeMessage } from './message.ts';

/** What a dead letter is about. */
export interface LetterMessage {
  /** As the message says it: `purchase`, `refund`; of what was to be fetched `order`, `cart`, `refund`. */
  readonly kind: string;
  readonly connection: string;
  /** An order's id; of a refund `{orderId}/{refundId}`, of anything else a key that was made for it. A privacy request has none. */
  readonly orderId?: string | undefined;
  /** Of an order that was cut into parts; absent for one that was to be fetched. */
  readonly part?: number;
  readonly parts?: number;
  /** Whose it is. An order that was to be fetched is nobody's yet. */
  readonly identity?: object;
}

/** Reads the body of a dead letter, by the queue it was meant for. Returns `undefined` where it is no message of ours. */
export const letterReaders = {
  events: orUndefined((body): LetterMessage => {
    const { subjectKey: orderId, ...message } = decodeMessage(body);
    return { ...message, orderId };
  }),
  fetches: orUndefined((body): LetterMessage => {
    const message = decodeFetchMessage(body);
    return { ...message, orderId: fetchKey(message) };
  }),
  /** Whom it is about is told only where it is asked for. */
  erasures: orUndefined((body): LetterMessage => {
    const { customerIds, emails, phones, identity, ...message } = decodeErasureMessage(body);
    return { ...message, identity: { ...identity, customerIds, emails, phones } };
  }),
};

export type LetterQueue = keyof typeof letterReaders;

function orUndefined<Result>(decode: (body: string) => Result): (body: string) => Result | undefined {
  return (body) => {
    try {
      return decode(body);
    } catch {
      return undefined;
    }
  };
}
