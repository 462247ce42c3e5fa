import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { findSource } from '../../sources/all-sources.ts';
import type { Source } from '../../sources/source.ts';
import { withoutVerification } from '../../sources/source.ts';
import { readDelivery } from '../../translate/read-delivery.ts';
import { EMOJI_NAME, MANY_LINES } from './trigger-case.ts';
import { freshOrder, triggerCases } from './trigger-cases.ts';
import { valueAt } from './value-at.ts';

const SHOP = 'shop.example.com';

const every = Object.entries(triggerCases).flatMap(([source, { cases, idPath }]) =>
  Object.entries(cases).flatMap(([name, trial]) =>
    trial.topics.map((topic) => ({ source, name, topic, trial, idPath })),
  ),
);

function read(id: string, topic: string, body: unknown) {
  const rawBody = Buffer.from(JSON.stringify(body));
  const source = findSource(id) as Source;
  const delivery = withoutVerification({ headers: {}, rawBody, topic, deliveryId: 'd', isTest: false });
  try {
    return readDelivery(source, delivery, { settings: mappingSettings({ source: id, shop: SHOP }) });
  } catch (error) {
    if (error instanceof PayloadError) return { kind: 'parked' } as const;
    throw error;
  }
}

describe.each(every)('$source $topic, case $name', ({ source, name, topic, trial }) => {
  test(`becomes ${trial.becomes}`, () => {
    const reading = read(source, topic, trial.body(freshOrder(SHOP)));

    const kinds = { queued: ['order', 'references'], ignored: ['ignored'], parked: ['parked'] };
    expect(kinds[trial.becomes]).toContain(reading.kind);
    if (reading.kind !== 'order') return;
    expect(reading.moneyMismatch === undefined).toBe(name !== 'mismatch');
    expect(reading.order.oddFigures ?? []).toEqual([]);
    expect(reading.refunds.refunds).toHaveLength(name === 'refund' ? 1 : 0);
    expect(reading.events.length > 1).toBe(name === 'many-lines');
    expect(MANY_LINES).toBeGreaterThan(100);
  });
});

test('no case gives the same order twice', () => {
  const ids = every
    .filter(({ trial }) => trial.becomes === 'queued')
    .map(({ trial, idPath }) => valueAt(trial.body(freshOrder(SHOP)), idPath));

  expect(ids.every((id) => id !== undefined)).toBe(true);
});

const names = Object.entries(triggerCases).map(
  ([source, { cases }]) => [source, Object.keys(cases)] as const,
);

test.each(names)('%s has a broken case', (_, cases) => {
  expect(cases).toContain('unreadable');
});

test.each(['shopify', 'shopline', 'standard-webhooks', 'woocommerce'])(
  '%s, which sends whole orders, has one of each kind',
  (source) => {
    const kinds = ['paid', 'guest', 'refund', 'many-lines', 'emoji', 'mismatch', 'unpaid'];
    expect(new Map(names).get(source)).toEqual(expect.arrayContaining(kinds));
  },
);

test.each(Object.entries(triggerCases).filter(([, { cases }]) => cases['emoji'] !== undefined))(
  'the emoji of %s reach the event whole',
  (source, { cases }) => {
    const emoji = cases['emoji'];
    const reading = read(source, emoji?.topics[0] ?? '', emoji?.body(freshOrder(SHOP)));

    expect(JSON.stringify(reading.kind === 'order' && reading.events)).toContain(EMOJI_NAME);
  },
);
