import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageKeys } from './message-keys.ts';
import { readCall } from './read-call.ts';

const read = (text: string, call: 'events' | 'user-profile' = 'events') =>
  readCall({ call, serviceId: 's', body: Buffer.from(text) });

test('Whatever a request holds, it can be shown, and so can what the queue held', () => {
  const key = fc.constantFrom(
    'events',
    'identity',
    'event_items',
    'event_properties',
    'event',
    'kind',
    'other',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(fc.jsonValue(), fc.dictionary(key, tie('tree')), fc.array(tie('tree'), { maxLength: 3 })),
  }));
  fc.assert(
    fc.property(
      fc.oneof(
        tree.map((value) => JSON.stringify(value)),
        fc.string(),
      ),
      (text) => {
        for (const call of ['events', 'user-profile'] as const) {
          const { events, items, keys } = read(text, call);
          expect(events).toBeGreaterThanOrEqual(0);
          expect(items).toBeGreaterThanOrEqual(0);
          expect(keys.length).toBeLessThanOrEqual(Math.max(1, events));
        }
        expect(() => messageKeys(text)).not.toThrow();
      },
    ),
  );
});

test('What can be read of a faulty request is shown', () => {
  const events = [
    { event_log_id: 'e1', event_items: [{}, {}], event_properties: { df_order_id: '7' } },
    { event_log_id: 4, event_items: 'none', event_properties: { df_order_id: 8 } },
    null,
  ];

  expect(read(JSON.stringify({ events }))).toMatchObject({ events: 3, items: 2, orderIds: ['7'] });
  expect(read('{"events":')).toEqual({ events: 0, items: 0, keys: [], orderIds: [] });
});
