import { describe, expect, test } from 'vitest';
import { readHeaders } from '../standard-headers.ts';
import { sign, verify } from './verify.ts';

const SECRET = 'example-client-secret';
const NOW = new Date(1_700_000_000_000);
const BODY =
  '{"producer":"stores/abcde","hash":"dd70c0976e06b67aaf671e73f49dcb79230ebf9d","created_at":1700000000,"store_id":"11111","scope":"store/order/created","data":{"type":"order","id":250}}';
const HEADERS = {
  'webhook-id': 'msg_1',
  'webhook-timestamp': '1700000000',
  'webhook-signature': 'v1,l6HLxrKu3PAmjUV1ZUnSy3dlUnIqtx0HGT9HABYN0jc=',
};

function check({
  headers = {},
  body = BODY,
  secrets = [SECRET],
  shop = 'abcde',
  now = NOW,
}: {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly secrets?: readonly string[];
  readonly shop?: string;
  readonly now?: Date;
} = {}) {
  const request = { headers: { ...HEADERS, ...headers }, rawBody: Buffer.from(body) };
  const verdict = verify(readHeaders(request), { secrets, shop }, now);
  return verdict.valid || verdict.reason;
}

test('the key is the client secret as it is', () => {
  expect(check()).toBe(true);
  const input = { rawBody: Buffer.from(BODY), secret: SECRET, topic: '', shop: 'abcde', now: NOW };
  expect(sign({ ...input, deliveryId: 'msg_1' })).toMatchObject(HEADERS);
  expect(check({ secrets: [Buffer.from(SECRET).toString('base64')] })).toBe('signature-mismatch');
});

test('one of several secrets is enough, and so is one of several signatures', () => {
  expect(check({ secrets: ['quite-another-secret', SECRET] })).toBe(true);
  const signature = `v1,${Buffer.alloc(32).toString('base64')} ${HEADERS['webhook-signature']}`;
  expect(check({ headers: { 'webhook-signature': signature } })).toBe(true);
});

test.each([
  ['id', { headers: { 'webhook-id': 'msg_2' } }],
  ['time', { headers: { 'webhook-timestamp': '1700000001' } }],
  ['body', { body: BODY.replace('250', '251') }],
  ['key', { secrets: [''] }],
])('another %s does not fit', (_, changes) => {
  expect(check(changes)).toBe('signature-mismatch');
});

test.each(Object.keys(HEADERS))('without %s it is not signed', (name) => {
  expect(check({ headers: { [name]: '' } })).toBe('signature-missing');
});

describe('the time', () => {
  const at = (seconds: number) => check({ now: new Date(NOW.getTime() + seconds * 1_000) });

  test('may be that of the first try of 48 hours', () => {
    expect(at(48.2 * 3_600)).toBe(true);
    expect(at(50 * 3_600)).toBe('timestamp-stale');
  });

  test('may be five minutes ahead', () => {
    expect(at(-300)).toBe(true);
    expect(at(-301)).toBe('timestamp-stale');
  });
});

describe('the store', () => {
  test('has to be the connection’s: an app has one secret for all', () => {
    expect(check({ shop: 'fghij' })).toBe('shop-mismatch');
    expect(check({ shop: 'ABCDE' })).toBe(true);
  });
});
