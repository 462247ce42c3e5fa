import { expect, test } from 'vitest';
import { aShopConnection } from '../../../test/support/builders/a-connection.ts';
import { testOrder } from '../../../test/support/builders/test-order.ts';
import { shopify } from '../../sources/shopify/source.ts';
import { readEntry } from './read-entry.ts';

const issues = [{ path: 'row 3', message: 'is not JSON' }];
const order = testOrder({ id: '1' });
const unpaid = order.replace('"financial_status":"paid"', '"financial_status":"pending"');

const read = (text: string, more: { issues?: typeof issues } = {}) =>
  readEntry(
    { lines: 1, text, ...more },
    {
      source: shopify,
      connection: aShopConnection({ since: '2099-01-01T00:00:00Z' }),
      deliveryId: 'backfill-1',
      receivedAt: new Date('2026-11-24T00:00:00.000Z'),
    },
  );

test('an order is its messages, however old it is', () => {
  expect(read(order)).toMatchObject({
    kind: 'order',
    order: { id: '1' },
    plan: { events: [{ body: expect.any(String) as string }] },
  });
});

test('an issue that the source found counts, even if the order can be read', () => {
  expect(read(order, { issues })).toEqual({ kind: 'invalid', problem: 'row 3: is not JSON' });
  expect(read('', { issues })).toEqual({ kind: 'invalid', problem: 'row 3: is not JSON' });
});

test('but not if the order is ignored', () => {
  expect(read(unpaid, { issues })).toEqual({ kind: 'ignored', reason: 'unpaid' });
});

test('a blank text is empty; any other text that is not an order is invalid', () => {
  expect(read(' ')).toEqual({ kind: 'empty' });
  expect(read('no JSON')).toEqual({ kind: 'invalid', problem: '(line): is not JSON' });
});
