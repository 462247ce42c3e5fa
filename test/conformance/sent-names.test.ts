import { beforeAll, describe, expect, test } from 'vitest';
import {
  EVENT_FIELDS,
  ITEM_FIELDS,
  PROFILE_FIELDS,
  REFUND_FIELDS,
  type ShopConnection,
} from '../../lib/model/connection.ts';
import { sources } from '../../lib/sources/all-sources.ts';
import { eventsToRegister } from '../../lib/sources/events-to-register.ts';
import type { Source } from '../../lib/sources/source.ts';
import { namesNeverSent, type SentName, sentNames } from '../../lib/translate/sent-names.ts';
import { aShopConnection } from '../support/builders/a-connection.ts';
import { type NamesSent, sentBy } from '../support/reading/sent-by.ts';

/** Dfinery may drop an event that has a property which is not registered, or lacks one which is linked. */
describe.each(Object.values<Source>(sources))('of all that $id sends, asked for everything,', (source) => {
  const connection = askingForEverything(source);
  const listed = sentNames(source, connection);
  let sent: readonly NamesSent[];
  beforeAll(() => {
    sent = sentBy(source, connection);
  });

  test('each name is listed, and each that is always sent is there', () => {
    for (const { where, names } of sent) {
      const here = listed.filter((name) => whereOf(name) === where);
      expect({ where, names: here.map(({ name }) => name) }).toEqual({
        where,
        names: expect.arrayContaining([...names]) as string[],
      });
      const always = here.filter(({ isAlwaysSent }) => isAlwaysSent).map(({ name }) => name);
      expect({ where, names }).toEqual({ where, names: expect.arrayContaining(always) as string[] });
    }
  });

  test('no name is listed that never comes', () => {
    const namesSent = new Set(sent.flatMap(({ where, names }) => names.map((name) => `${where}: ${name}`)));
    // Any line may be paid back, so what a purchase says of lines comes with refunds too.
    const unsent = listed
      .map((name) => `${whereOf(name).replace('item of df_refund', 'item of df_purchase')}: ${name.name}`)
      .filter((name) => !namesSent.has(name));

    expect(unsent).toEqual([]);
  });

  test('what it is asked for is either listed, or named as what never comes', () => {
    const never = namesNeverSent(source, connection);
    const namesOf = (all: readonly SentName[]) => all.map((name) => `${whereOf(name)}: ${name.name}`);

    expect(namesOf(never).filter((name) => namesOf(listed).includes(name))).toEqual([]);
    expect([...new Set([...listed, ...never].map(({ name }) => name))]).toEqual(
      expect.arrayContaining([
        ...Object.keys(connection.eventProperties),
        ...Object.keys(connection.itemProperties),
      ]),
    );
  });

  test('no event is listed that never comes, and no other comes', () => {
    const events = sent.map(({ where }) => where).filter((where) => /^df_/.test(where));

    expect(new Set(eventsToRegister(source, connection))).toEqual(new Set(events));
  });
});

function askingForEverything({ id }: Source): ShopConnection {
  return aShopConnection({
    source: id,
    profiles: 'send',
    carts: 'send',
    edits: 'send',
    testOrders: 'send',
    purchaseOn: 'created',
    eventProperties: named(EVENT_FIELDS),
    refundProperties: named(REFUND_FIELDS),
    itemProperties: named(ITEM_FIELDS),
    profileProperties: named(PROFILE_FIELDS),
  });
}

function named<Field extends string>(fields: readonly Field[]): Record<string, Field> {
  return Object.fromEntries(fields.map((field) => [`my_${field}`, field]));
}

function whereOf({ scope }: SentName): string {
  if (scope.kind === 'user') return 'user';
  return scope.kind === 'item' ? `item of ${scope.event}` : scope.event;
}
