import { expect, test } from 'vitest';
import { fetchRecords } from '../../test/support/builders/a-fetch.ts';
import { aRefundFetch } from '../../test/support/builders/a-refund-fetch.ts';
import { anErasure } from '../../test/support/builders/an-erasure.ts';
import { aQueuedMessage } from '../../test/support/builders/queue-records.ts';
import { encodeErasureMessage } from './erasure-message.ts';
import { encodeFetchMessage } from './fetch-message.ts';
import { encodeMessage } from './message.ts';
import { nameMessage } from './name-message.ts';

test.each([
  [
    'an event',
    encodeMessage(aQueuedMessage({ orderId: '7' })),
    { connection: 'main', kind: 'purchase', orderId: '7' },
  ],
  [
    'an order to be fetched',
    fetchRecords([{ orderId: '8' }])[0]?.body ?? '',
    { connection: 'main', kind: 'order', orderId: '8' },
  ],
  [
    'lines of a refund',
    encodeFetchMessage(aRefundFetch()),
    { connection: 'main', kind: 'refund', orderId: '9001/9002' },
  ],
  [
    'a privacy request',
    encodeErasureMessage(anErasure({ reference: '5' })),
    { connection: 'main', kind: 'erase-customer' },
  ],
  ['anything else', 'ann@example.com', {}],
  ['a list', '[1]', {}],
])('%s', (_, body, expected) => {
  expect(JSON.parse(JSON.stringify(nameMessage(body)))).toEqual(expected);
});
