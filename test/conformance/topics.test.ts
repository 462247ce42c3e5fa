import { describe, expect, test } from 'vitest';
import { PayloadError } from '../../lib/model/errors.ts';
import { sources } from '../../lib/sources/all-sources.ts';
import { eventsToRegister } from '../../lib/sources/events-to-register.ts';
import type { Source, Topic } from '../../lib/sources/source.ts';
import { subscribedTopics } from '../../lib/sources/subscribed-topics.ts';
import { readDelivery } from '../../lib/translate/read-delivery.ts';
import type { DeliveryReading } from '../../lib/translate/reading.ts';
import { aShopConnection, mappingSettings } from '../support/builders/a-connection.ts';
import { bodiesWithoutFixture } from '../support/reading/bodies-without-fixture.ts';
import { deliveryOf, fixturesOf } from '../support/reading/fixtures.ts';

const everySource = Object.values<Source>(sources);

describe('a new topic needs only its row in the table of its source', () => {
  const references = [{ orderId: '7', parameters: {} }];
  const added: Readonly<Record<string, Topic>> = {
    'new/order': { about: 'order', read: () => ({ kind: 'references', references }) },
    'new/customer': { about: 'customers', read: () => ({ kind: 'ignored', reason: 'no-profile' }) },
    'new/cart': {
      about: 'happening',
      setting: 'carts',
      sends: 'df_add_to_cart',
      read: () => ({ kind: 'ignored', reason: 'test-order' }),
    },
    'new/privacy': { about: 'privacy', read: () => [{ kind: 'erase-shop' }] },
    'new/opt-in': { about: 'privacy', optIn: true, read: () => [{ kind: 'erase-shop' }] },
    'new/nothing': { about: 'nothing', because: 'cart-without-customer' },
  };
  const source = { ...sources.shopify, topics: added };
  const rawBody = Buffer.from('{}');

  test.each([
    ['new/order', { kind: 'references', references }],
    ['new/customer', { kind: 'ignored', reason: 'no-profile' }],
    ['new/cart', { kind: 'ignored', reason: 'test-order' }],
    ['new/privacy', { kind: 'privacy', requests: [{ kind: 'erase-shop' }] }],
    ['new/opt-in', { kind: 'privacy', requests: [{ kind: 'erase-shop' }] }],
    ['new/nothing', { kind: 'ignored', reason: 'cart-without-customer' }],
  ])('for the reading: %s', (topic, reading) => {
    const settings = mappingSettings({ profiles: 'send', carts: 'send', erasures: ['new/opt-in'] });

    expect(readDelivery(source, deliveryOf({ topic, rawBody }), { settings })).toEqual(reading);
  });

  test.each(['new/customer', 'new/cart', 'new/opt-in'])(
    'but %s is ignored if the connection does not ask for it',
    (topic) => {
      const settings = mappingSettings({ erasures: ['new/privacy'] });
      const reading = readDelivery(source, deliveryOf({ topic, rawBody }), { settings });

      expect(reading).toEqual({ kind: 'ignored', reason: 'topic' });
    },
  );

  test('for `webhooks register`: Shopify’s are subscribed, except those that an app’s configuration sets or that bring nothing', () => {
    const names = Object.entries(sources.shopify.topics)
      .filter(([, { about }]) => about !== 'privacy' && about !== 'nothing')
      .map(([name]) => name.replace('/', '_').toUpperCase());

    expect(subscribedTopics(sources.shopify, mappingSettings({ profiles: 'send', carts: 'send' }))).toEqual(
      names,
    );
  });

  test.each(everySource)(
    'for the events that `doctor` and `names` list: the cart events of $id',
    (source) => {
      const { id, topics } = source;
      const sent = Object.values(topics).flatMap((topic) =>
        topic.about === 'happening' && topic.setting === 'carts' ? [topic.sends] : [],
      );
      const named = eventsToRegister(source, aShopConnection({ source: id, carts: 'send' }));

      expect(named).toEqual(['df_purchase', 'df_refund', ...new Set(sent)]);
    },
  );
});

// A topic in a header is not signed, so a body that somebody captured may come under any.
describe.each(everySource.filter(({ topicInBody }) => topicInBody === undefined))(
  'a body of $id has no effect under a topic about something else:',
  (source) => {
    const settings = mappingSettings({
      source: source.id,
      profiles: 'send',
      carts: 'send',
      purchaseOn: 'created',
      testOrders: 'send',
      erasures: Object.keys(source.topics),
    });
    const bodies = [
      ...fixturesOf(source).map(({ name, topic, rawBody }) => ({ name, topic, rawBody })),
      ...(bodiesWithoutFixture[source.id] ?? []).map(({ topic, body }) => ({
        name: `body of ${topic}`,
        topic,
        rawBody: Buffer.from(JSON.stringify(body)),
      })),
    ];

    test.each(bodies)('$name', ({ topic: own, rawBody }) => {
      const about = source.topics[own]?.about;
      const others = Object.entries(source.topics).filter(([, topic]) => topic.about !== about);
      for (const [topic] of others) {
        expect([
          topic,
          effectOf(() => readDelivery(source, deliveryOf({ topic, rawBody }), { settings })),
        ]).toEqual([topic, 'none']);
      }
    });
  },
);

/** Parked and ignored deliveries have none. */
function effectOf(read: () => DeliveryReading): string {
  try {
    const { kind } = read();
    return kind === 'ignored' ? 'none' : kind;
  } catch (error) {
    if (error instanceof PayloadError) return 'none';
    throw error;
  }
}
