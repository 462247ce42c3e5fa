import { describe, expect, test } from 'vitest';
import { namesToRegister } from '../../lib/cli/doctor/names-to-register.ts';
import { sources } from '../../lib/sources/registry.ts';
import { subscribedTopics } from '../../lib/sources/shopify/subscribed-topics.ts';
import type { Source, Topic } from '../../lib/sources/source.ts';
import { readDelivery } from '../../lib/translate/read-delivery.ts';
import { aShopConnection, mappingSettings } from '../support/builders/a-connection.ts';
import { deliveryOf } from '../support/reading/fixtures.ts';

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

    expect(subscribedTopics(mappingSettings({ profiles: 'send', carts: 'send' }))).toEqual(names);
  });

  test.each(everySource)('for the names that `doctor` lists: the cart events of $id', ({ id, topics }) => {
    const sent = Object.values(topics).flatMap((topic) =>
      topic.about === 'happening' && topic.setting === 'carts' ? [topic.sends] : [],
    );
    const named = namesToRegister(aShopConnection({ source: id, carts: 'send' }));

    expect(named).toEqual(['df_purchase', 'df_refund', ...new Set(sent)]);
  });
});
