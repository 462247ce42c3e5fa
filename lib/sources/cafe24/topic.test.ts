import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ORDER_TOPIC, topicInBody } from './topic.ts';

test.each([
  [{ event_no: 90023, resource: {} }, '90023'],
  [{ event_no: '90025', resource: {} }, '90025'],
  [{ event_no: 90080, mall_id: 'fixturemall', member_id: 'fixture01' }, '90080'],
  [{ event_no: ORDER_TOPIC }, undefined],
  [{ event_no: ' order' }, undefined],
  [{ event_no: '' }, undefined],
  [{ event_no: -1 }, undefined],
  [{ event_no: 1.5 }, undefined],
  [{ event_no: null }, undefined],
  [{ event_no: ['order'] }, undefined],
  [{ order_id: '20261120-0000011' }, undefined],
  [['order'], undefined],
  ['order', undefined],
  [null, undefined],
])('%j names %s', (body, topic) => {
  expect(topicInBody.read(body)).toBe(topic);
});

test('no body has the topic of a fetched order', () => {
  fc.assert(
    fc.property(fc.anything(), (event_no) => {
      expect(topicInBody.read({ event_no })).not.toBe(ORDER_TOPIC);
    }),
  );
});

test('a written topic is read again, and a topic that is not a number is never taken', () => {
  expect(topicInBody.read(topicInBody.write('90025'))).toBe('90025');
  expect(topicInBody.read(topicInBody.write('adapter/doctor'))).toBe('0');
});
