import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { readDelivery } from '../../translate/read-delivery.ts';
import { withoutVerification } from '../source.ts';
import { woocommerce } from './source.ts';

function read(body: unknown, erasures: string[] = []) {
  const rawBody = Buffer.from(JSON.stringify(body));
  const topic = 'customer.deleted';
  const delivery = withoutVerification({ headers: {}, rawBody, topic, deliveryId: 'd', isTest: false });
  return readDelivery(woocommerce, delivery, { settings: mappingSettings({ erasures }) });
}

test('a deleted account is not a request to be forgotten, unless the connection says so', () => {
  expect(read({ id: 12 })).toEqual({ kind: 'ignored', reason: 'topic' });
  expect(read({ id: 12 }, ['customer.deleted'])).toEqual({
    kind: 'privacy',
    requests: [{ kind: 'erase-customer', customer: { id: '12', emails: [], phones: [] }, orderIds: [] }],
  });
});

test.each([[{}], [{ id: 0 }], [{ id: 12, email: 'ann@example.com' }]])(
  'anything but a deleted account is unreadable: %j',
  (body) => {
    expect(() => read(body, ['customer.deleted'])).toThrow(PayloadError);
  },
);
