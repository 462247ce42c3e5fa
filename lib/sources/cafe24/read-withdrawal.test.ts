import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { readDelivery } from '../../translate/read-delivery.ts';
import { withoutVerification } from '../source.ts';
import { cafe24 } from './source.ts';

function read(resource: object) {
  const rawBody = Buffer.from(JSON.stringify({ event_no: 90147, resource }));
  const delivery = withoutVerification({
    headers: {},
    rawBody,
    topic: undefined,
    deliveryId: undefined,
    isTest: false,
  });
  return readDelivery(cafe24, delivery, { settings: mappingSettings({ source: 'cafe24', shop: 'mall' }) });
}

test('each member who left becomes a request', () => {
  expect(read({ mall_id: 'mall', event_shop_no: '1', member_id: 'ann, bob ,cho' })).toEqual({
    kind: 'privacy',
    requests: ['ann', 'bob', 'cho'].map((id) => ({
      kind: 'erase-customer',
      customer: { id, emails: [], phones: [] },
      orderIds: [],
    })),
  });
});

test('the sample of the documentation becomes no request', () => {
  expect(read({ mall_id: 'cafe24bestshop', member_id: 'sampleid1, sampleid2' })).toEqual({
    kind: 'ignored',
    reason: 'test-order',
  });
});

test.each([
  [{ mall_id: 'mall' }],
  [{ mall_id: 'mall', member_id: 'ann,,bob' }],
  [{ member_id: 'ann' }],
  [{ mall_id: 'mall', member_id: '' }],
])('without a member it is unreadable: %j', (resource) => {
  expect(() => read(resource)).toThrow(PayloadError);
});
