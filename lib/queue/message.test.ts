import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aDrain } from '../../test/support/builders/a-drain.ts';
import { aQueuedProfile } from '../../test/support/builders/a-profile-drain.ts';
import { markAsSent } from '../../test/support/builders/mark-as-sent.ts';
import {
  aQueuedClosing,
  aQueuedMessage,
  aQueuedRefund,
  aRecord,
} from '../../test/support/builders/queue-records.ts';
import { MessageError } from '../model/errors.ts';
import { decodeMessage, encodeMessage, MESSAGE_VERSION, type Message } from './message.ts';

const message = aQueuedMessage({ orderId: '1' });
const refund = aQueuedRefund({ orderId: '1', refundId: '7' });
const profile = aQueuedProfile({});
const signUp: Message = {
  ...message,
  v: 2,
  kind: 'sign-up',
  total: '0',
  event: {
    event_log_id: message.event.event_log_id,
    event_name: 'df_sign_up',
    event_datetime: message.event.event_datetime,
    event_properties: { df_sign_channel: 'shopify' },
  },
};
const paymentInfo: Message = {
  ...message,
  v: 2,
  kind: 'payment-info',
  total: '0',
  event: {
    event_log_id: message.event.event_log_id,
    event_name: 'df_add_payment_info',
    event_datetime: message.event.event_datetime,
  },
};
const closing = aQueuedClosing({ orderId: '1' });
const cart: Message = {
  ...paymentInfo,
  kind: 'cart',
  event: { ...paymentInfo.event, event_name: 'df_add_to_cart', event_items: message.event.event_items },
};
const named = (name: string): Message => ({
  ...message,
  event: {
    ...message.event,
    event_items: message.event.event_items.map((item) => ({ ...item, df_item_name: name })),
  },
});

/** SQS allows #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF. */
const SQS_TEXT = /^[\x09\x0A\x0D\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

test('any text survives, in characters that SQS allows', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (odd, common) => {
      const original = named(`${odd}${common}\u0000\uFFFE\uD800🍵\u2028`);
      const body = encodeMessage(original);
      expect(body).toMatch(SQS_TEXT);
      expect(decodeMessage(body)).toEqual(original);
    }),
  );
});

test('Korean stays readable and short', () => {
  expect(encodeMessage(named('녹차'))).toContain('녹차');
});

describe('a body that is not a message of this adapter:', () => {
  test.each([
    ['not JSON', 'secret@example.com'],
    ['an empty text', ''],
    ['another shape', '{"hello":"secret@example.com"}'],
    ['null', 'null'],
    ['a version as text', '{"v":"2"}'],
    ['no version', JSON.stringify({ ...message, v: undefined })],
    ['version 0', JSON.stringify({ ...message, v: 0 })],
    ['another kind', JSON.stringify({ ...message, kind: 'secret@example.com' })],
    ['an event without items', JSON.stringify({ ...message, event: { ...message.event, event_items: [] } })],
    ['a refund of version 1', JSON.stringify({ ...refund, v: 1 })],
    ['a refund with the event of a purchase', JSON.stringify({ ...refund, event: message.event })],
    ['a purchase with the event of a refund', JSON.stringify({ ...message, event: refund.event })],
    ['a profile of version 1', JSON.stringify({ ...profile, v: 1 })],
    ['a profile without its time', JSON.stringify({ ...profile, updatedAt: undefined })],
    ['a sign-up of another event', JSON.stringify({ ...signUp, event: message.event })],
    ['a checkout of version 1', JSON.stringify({ ...paymentInfo, v: 1 })],
    ['a checkout with items', JSON.stringify({ ...paymentInfo, event: cart.event })],
    ['an addition without an item', JSON.stringify({ ...cart, event: { ...cart.event, event_items: [] } })],
    ['no identity', JSON.stringify({ ...message, identity: {} })],
    ['an unknown identifier', JSON.stringify({ ...message, identity: { name: 'x' } })],
  ])('%s is refused without quoting its content', (_, body) => {
    const error = errorOf(body);
    expect(error).toMatchObject({ code: 'message-invalid', retryable: false });
    expect(`${error.message}${String(error.cause)}`).not.toContain('secret@example.com');
  });

  test('a later version is retryable, whatever else it holds', () => {
    expect(errorOf('{"v":4,"everything":"else"}')).toMatchObject({ code: 'message-newer', retryable: true });
  });
});

/** Messages of the time when their version was new. Never regenerate them: that would hide what a change breaks. */
test.each([
  [1, '29727827-3a29-5681-81d2-2d5745497d13'],
  [2, '8f10251a-42f0-5b4f-87cd-7fcdb3de06fb'],
  [3, 'e3c1f5e9-3e5b-58c6-8958-3b5d3cd98f5f'],
])('a message of version %i is read and drained as it was written', async (version, id) => {
  const body = readFileSync(new URL(`./__fixtures__/message.v${version}.json`, import.meta.url), 'utf8');
  const { drain, seen, ports } = aDrain();
  if (version > 1) await markAsSent(ports.ledger, aQueuedMessage({ orderId: '7301648205117' }));

  expect(await drain([aRecord({ messageId: 'old', body })])).toEqual([]);
  expect(seen.sent.map(({ json }) => json.events.map(({ event_log_id }) => event_log_id))).toEqual([[id]]);
  expect(ports.telemetry.counts).toMatchObject({ EventSent: 1 });
});

test.each([
  ['a profile', profile],
  ['a sign-up', signUp],
  ['a checkout', paymentInfo],
  ['an addition to a cart', cart],
  ['the end of an order', closing],
])('%s comes out of the queue as it went in', (_, written) => {
  expect(decodeMessage(encodeMessage(written))).toEqual(written);
});

describe('the version that is written', () => {
  test.each([
    ['1 for a purchase, so that an older drain can read it', message, 1],
    ['1 for a purchase that was read in version 2', { ...message, v: 2 as const }, 1],
    ['2 for a refund', refund, 2],
    ['2 for a profile', profile, 2],
    ['2 for a sign-up', signUp, 2],
    ['2 for a checkout', paymentInfo, 2],
    ['2 for an addition to a cart', cart, 2],
    ['3 for the end of an order', closing, 3],
  ])('is %s', (_, written, version) => {
    expect(JSON.parse(encodeMessage(written))).toMatchObject({ v: version });
  });
});

test('every version has a file', () => {
  const readable = Array.from({ length: MESSAGE_VERSION }, (_, index) => index + 1);
  const files = readdirSync(new URL('./__fixtures__/', import.meta.url));

  expect(files).toEqual(expect.arrayContaining(readable.map((version) => `message.v${version}.json`)));
});

function errorOf(body: string): MessageError {
  try {
    decodeMessage(body);
  } catch (error) {
    if (error instanceof MessageError) return error;
  }
  throw new Error('It was read');
}
