import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EventKey, eventLogId } from './event-log-id.ts';

const NAMESPACE = '6f0d3c0e5f0b4f6c9b7e2a4c8d1e7b35';

/** RFC 9562 §5.5, written out: SHA-1 over namespace and name, version 5, variant 10. */
function uuidV5(name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(NAMESPACE, 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const key: EventKey = {
  source: 'shopify',
  shop: 'example.myshopify.com',
  kind: 'purchase',
  subjectKey: '1',
  part: 1,
};

const VECTOR = /^\| `(?<name>\[.+\])` \| `(?<id>[0-9a-f-]{36})` \|$/gm;

test('the ids are those in docs/mapping.md', () => {
  const page = readFileSync(new URL('../../docs/mapping.md', import.meta.url), 'utf8');
  const vectors = [...page.matchAll(VECTOR)].map(({ groups }) => [groups?.['name'], groups?.['id']] as const);

  expect(vectors).toEqual([
    ['["shopify","example.myshopify.com","purchase","450789469",1]', '32a5b633-ae40-5581-9e9f-f9eaf6ff5471'],
    ['["shopify","example.myshopify.com","purchase","450789469",2]', '4e04e860-0614-5dd5-8d5b-a8b5f30ea9ec'],
    [
      '["shopify","example.myshopify.com","purchase","820982911946154508",1]',
      '4671e737-44e9-5ffe-8a6d-9aed0580eea6',
    ],
    [
      '["shopify","example.myshopify.com","refund","450789469/509562969",1]',
      'a65e2425-2038-5580-a187-3c80db4040c9',
    ],
    [
      '["shopify","example.myshopify.com","refund","450789469/cancellation",1]',
      'e667f343-7185-5429-a8f4-20a2600bfbe3',
    ],
  ]);
  const purchases = ['450789469', '450789469', '820982911946154508'].map((subjectKey, index) =>
    eventLogId({ ...key, subjectKey, part: index === 1 ? 2 : 1 }),
  );
  const refunds = ['450789469/509562969', '450789469/cancellation'].map((subjectKey) =>
    eventLogId({ ...key, kind: 'refund', subjectKey }),
  );
  expect([...purchases, ...refunds]).toEqual(vectors.map(([, id]) => id));
});

test('the id is UUIDv5 over the JSON array, as in RFC 9562', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.integer({ min: 1, max: 99 }), (shop, subjectKey, part) => {
      const name = JSON.stringify(['shopify', shop, 'purchase', subjectKey, part]);
      expect(eventLogId({ ...key, shop, subjectKey, part })).toBe(uuidV5(name));
    }),
  );
});

describe('another', () => {
  test.each([
    ['shop', { shop: 'other.myshopify.com' }],
    ['source', { source: 'cafe24' }],
    ['order', { subjectKey: '11' }],
    ['part', { part: 2 }],
    ['kind', { kind: 'refund' }],
  ] satisfies [string, Partial<EventKey>][])('%s has another id', (_, change) => {
    expect(eventLogId({ ...key, ...change })).not.toBe(eventLogId(key));
  });
});
