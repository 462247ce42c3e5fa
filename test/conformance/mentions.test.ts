import { describe, expect, test } from 'vitest';
import type { MappingSettings } from '../../lib/model/connection.ts';
import type { Customer, PhoneCandidate } from '../../lib/model/order.ts';
import { sources } from '../../lib/sources/all-sources.ts';
import type { Source, TopicReader } from '../../lib/sources/source.ts';
import { mentions } from '../../lib/stores/parked/mentions.ts';
import type { Person } from '../../lib/stores/parked/text-search.ts';
import { parseBody } from '../../lib/translate/read-delivery.ts';
import { mappingSettings } from '../support/builders/a-connection.ts';
import { exampleSecretsOf } from '../support/builders/example-secrets.ts';
import { deliveryOf, type Fixture, fixturesOf } from '../support/reading/fixtures.ts';

const nobody: Person = { customerIds: [], emails: [], phones: [], orderIds: [] };

/** A person in a fixture, by one of the names that the platform has for them, and where the mapping found it. */
interface Named {
  readonly by: string;
  readonly person: Person;
}

interface People {
  readonly customers: readonly Customer[];
  readonly orderIds: readonly string[];
}

// An erasure searches parked deliveries, which nobody could read. What it does not find stays in the bucket.
describe.each(Object.values<Source>(sources))('in a parked delivery of $id an erasure finds', (source) => {
  const settings = mappingSettings({
    source: source.id,
    profiles: 'send',
    carts: 'send',
    purchaseOn: 'created',
    testOrders: 'send',
  });
  const cases = fixturesOf(source).flatMap((fixture) =>
    namedIn(source, fixture, settings).map(({ by, person }) => ({ name: fixture.name, by, person, fixture })),
  );

  test.each(cases)('the person of $name by $by', ({ by, person, fixture }) => {
    const parked = { rawBody: fixture.rawBody.toString('base64'), headers: parkedHeadersOf(source, fixture) };
    const advice = `add the field of the ${by} to the names in lib/stores/parked/mentions.ts`;

    expect(mentions(parked, person), advice).toBe(true);
    expect(mentions(parked, strangerTo(person)), 'a stranger is found too').toBe(false);
  });
});

function namedIn(source: Source, fixture: Fixture, settings: MappingSettings): Named[] {
  const { customers, orderIds } = peopleIn(source, fixture, settings);
  return [
    ...customers.flatMap(({ id, emails, phones }) => [
      ...(id === undefined ? [] : [{ by: 'customer’s id', person: { ...nobody, customerIds: [id] } }]),
      ...emails.map((email) => ({ by: 'e-mail address', person: { ...nobody, emails: [email] } })),
      ...phones
        .filter(isTelling)
        .map(({ number }) => ({ by: 'phone number', person: { ...nobody, phones: [number] } })),
    ]),
    ...orderIds.map((id) => ({ by: 'order’s id', person: { ...nobody, orderIds: [id] } })),
  ];
}

/** Nobody is searched by what many type for want of a number. */
function isTelling({ number }: PhoneCandidate): boolean {
  return !/(\d)\1{7}$|12345678$/.test(number.replace(/\D/g, ''));
}

/** The people and orders in a body, as its topic's reader finds them. */
function peopleIn({ topics }: Source, fixture: Fixture, settings: MappingSettings): People {
  const topic = topics[fixture.topic];
  const none: People = { customers: [], orderIds: [] };
  if (topic === undefined || topic.about === 'nothing') return none;
  const read = <Reading>(reader: TopicReader<Reading>): Reading | undefined =>
    readOrNothing(() => reader(parseBody(fixture.rawBody.toString()), settings, deliveryOf(fixture)));
  switch (topic.about) {
    case 'order': {
      const reading = read(topic.read);
      if (reading?.kind === 'references') {
        return { ...none, orderIds: reading.references.map(({ orderId }) => orderId) };
      }
      return reading?.kind === 'order'
        ? { customers: [reading.order.customer], orderIds: [reading.order.id] }
        : none;
    }
    case 'customers': {
      const reading = read(topic.read);
      return reading?.kind === 'customers'
        ? { ...none, customers: reading.updates.map(({ customer }) => customer) }
        : none;
    }
    case 'happening': {
      const reading = read(topic.read);
      if (reading?.kind === 'checkout') return { ...none, customers: [reading.checkout.customer] };
      return reading?.kind === 'cart-addition' ? { ...none, customers: [reading.addition.customer] } : none;
    }
    case 'privacy':
      return none;
  }
}

/** A reader that throws anything else than a PayloadError fails by its golden files, in `sources.test.ts`. */
function readOrNothing<Reading>(read: () => Reading): Reading | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The headers that a parked delivery keeps: with some platforms only they say that the body is a customer. */
function parkedHeadersOf(source: Source, { topic, rawBody }: Fixture): Record<string, string> {
  if (source.sendsWebhooks === false) return {};
  const secret = exampleSecretsOf(source).current;
  const input = { rawBody, secret, topic, shop: 'example.com', deliveryId: 'd-1', now: new Date(0) };
  const all = Object.entries(source.sign(input)).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(all.filter(([name]) => source.parkedHeaders.includes(name)));
}

/** Somebody with other names of the same kinds. */
function strangerTo(person: Person): Person {
  return {
    customerIds: person.customerIds.map((id) => `9${id}9`),
    emails: person.emails.map((email) => `somebody-else-${email}`),
    phones: person.phones.map(() => '+82 2 7531 8642'),
    orderIds: person.orderIds.map((id) => `9${id}9`),
  };
}
