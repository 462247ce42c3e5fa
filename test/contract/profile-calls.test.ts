import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DfineryDouble, startDfineryDouble } from '../../infra/local/dfinery-double/dfinery-double.ts';
import { createDfineryClient, type DfineryClient } from '../../lib/dfinery/client.ts';
import { toProfile } from '../../lib/dfinery/to-profile.ts';
import { drainBatch } from '../../lib/drain/drain-batch.ts';
import { customerMessages } from '../../lib/translate/to-messages.ts';
import { aShopConnection, mappingSettings } from '../support/builders/a-connection.ts';
import { aRecord, queueRecords } from '../support/builders/queue-records.ts';
import { drainPorts } from '../support/doubles/memory-drain-ports.ts';

const service = { accessToken: 'secret-token', eventProperties: [], itemProperties: [] };

let double: DfineryDouble;
let dfinery: DfineryClient;

beforeEach(async () => {
  double = await startDfineryDouble({ findService: () => Promise.resolve(service) });
  dfinery = createDfineryClient({ origin: new URL(double.url), maxSockets: 10 });
});

afterEach(async () => {
  dfinery.close();
  await double.stop();
});

/** Records of a customer who just signed up, the event first. */
function signUpRecords(id: string) {
  const update = {
    source: 'shopify',
    shop: 'example.myshopify.com',
    customer: { id, emails: [`${id}@example.com`], phones: [] },
    updatedAt: '2026-11-24T00:00:00.000Z',
    profile: { firstName: 'Ann', smsConsent: { granted: false } },
    signedUpAt: '2026-11-24T00:00:00.000Z',
  };
  const reading = toProfile(update, mappingSettings({ profiles: 'send' }));
  if (reading.kind === 'ignored') throw new Error(reading.reason);
  const context = {
    connection: aShopConnection({ profiles: 'send' }),
    deliveryId: 'd',
    receivedAt: new Date(),
    traceId: 't',
  };
  const bodies = customerMessages([reading.customer], context);
  expect(bodies).toHaveLength(2);
  return bodies.reverse().map(({ body }, index) => aRecord({ messageId: `${id}-${index}`, body }));
}

test('the stand-in gets identities, profiles and events, in this order for each customer', async () => {
  const ports = drainPorts({ dfinery });
  const records = [
    ...queueRecords([{ orderId: '1', customer: 'a' }]),
    ...signUpRecords('a'),
    ...signUpRecords('b'),
  ];

  const { batchItemFailures } = await drainBatch(ports, { records, remainingMs: () => 60_000 });

  expect(batchItemFailures).toEqual([]);
  for (const id of ['a', 'b']) {
    const own = double.calls().filter(({ identity }) => identity.external_id === id);
    // The order and the sign-up of one identity share a request.
    expect(own.map(({ call }) => call)).toEqual(['identities', 'user-profile', 'events']);
  }
  expect(double.customerRequests()[1]).toMatchObject({
    call: 'user-profile',
    userProperties: { df_name: 'Ann', df_sms_ads_optin: false },
  });
  const names = double.events().map(({ event }) => event.event_name);
  expect(names.sort()).toEqual(['df_purchase', 'df_sign_up', 'df_sign_up']);
  expect(ports.telemetry.counts).toMatchObject({ ProfileSent: 2, EventSent: 3 });
});

test('a second delivery sends nothing more, not even the sign-up', async () => {
  const ports = drainPorts({ dfinery });
  for (let times = 0; times < 3; times += 1) {
    await drainBatch(ports, { records: signUpRecords('a'), remainingMs: () => 60_000 });
  }

  expect(double.calls().map(({ call }) => call)).toEqual(['identities', 'user-profile', 'events']);
  expect(ports.telemetry.counts).toMatchObject({
    ProfileSent: 1,
    ProfileUnchanged: 2,
    EventSent: 1,
    EventDuplicate: 2,
  });
});
