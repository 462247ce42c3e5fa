import { expect, test } from 'vitest';
import { isEnvelope, topicInBody } from './envelope.ts';

test.each([
  [{ type: 'order.paid', timestamp: '2026-11-20T05:05:12Z', data: {} }, true, 'order.paid'],
  [topicInBody.write('order.paid'), true, 'order.paid'],
  [{ type: 7, data: {} }, true, undefined],
  [{ data: {} }, true, undefined],
  [{ id: 1, items: [] }, false, undefined],
  [Object.create({ type: 'order.paid' }), false, undefined],
  [['order.paid'], false, undefined],
  ['order.paid', false, undefined],
  [null, false, undefined],
  [undefined, false, undefined],
])('%j: an envelope is %s, and its topic %s', (body, isOne, topic) => {
  expect([isEnvelope(body), topicInBody.read(body)]).toEqual([isOne, topic]);
});
