import { decodeErasureMessage } from './erasure-message.ts';
import { decodeFetchMessage, fetchKey } from './fetch-message.ts';
import { decodeMessage } from './message.ts';

/** The decoded body of a dead letter. */
export interface LetterMessage {
  /** As in the message: `purchase`, `refund`; of a fetch `order`, `cart`, `refund`. */
  readonly kind: string;
  readonly connection: string;
  /** An order's id, `{orderId}/{refundId}` for a refund, a derived key for anything else. Privacy requests have none. */
  readonly orderId?: string | undefined;
  /** Which part of an order this is. Absent for a fetch. */
  readonly part?: number;
  readonly parts?: number;
  /** The customer. Not known yet for an order that was to be fetched. */
  readonly identity?: object;
}

/** Decoders of a dead letter's body, by its queue. They return `undefined` for anything that is not a message. */
export const letterReaders = {
  events: orUndefined((body): LetterMessage => {
    const { subjectKey: orderId, ...message } = decodeMessage(body);
    return { ...message, orderId };
  }),
  fetches: orUndefined((body): LetterMessage => {
    const message = decodeFetchMessage(body);
    return { ...message, orderId: fetchKey(message) };
  }),
  /** Customer data goes into `identity`, which is shown only on request. */
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
