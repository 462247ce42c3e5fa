import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accepted, refused, unavailable } from '../../test/support/builders/a-drain.ts';
import {
  aProfileDrain,
  type MadeCall,
  profileRecords,
  type QueuedProfile,
  timeOf,
} from '../../test/support/builders/a-profile-drain.ts';
import { QUEUE_TIME, queueRecords } from '../../test/support/builders/queue-records.ts';
import { UnavailableError } from '../model/errors.ts';

const isProfile = ({ call }: MadeCall): boolean => call === 'user-profile';

describe('one customer', () => {
  test('is sent as Dfinery advises: identity, profile, then events', async () => {
    const { drain, calls, ports } = aProfileDrain();

    await drain([...queueRecords([{ orderId: '1' }]), ...profileRecords({})]);

    expect(calls.map(({ call }) => call)).toEqual(['identities', 'user-profile', 'events']);
    const identity = { external_id: 'c-1', email: 'c-1@example.com' };
    const request_datetime = '2026-11-24T00:00:00.000Z';
    expect(calls.slice(0, 2).map(({ body }) => body)).toEqual([
      { identity, request_datetime },
      { identity, user_properties: { df_name: 'Ann' }, request_datetime },
    ]);
    expect(ports.telemetry.counts).toMatchObject({ ProfileSent: 1, EventSent: 1 });
  });

  test('who did not change is not sent again', async () => {
    const { drain, calls, ports } = aProfileDrain();
    await drain(profileRecords({ at: 1 }));

    expect(await drain(profileRecords({ at: 1 }, { at: 2 }, { at: 3 }))).toEqual([]);
    expect(calls).toHaveLength(2);
    expect(ports.telemetry.counts).toMatchObject({ ProfileSent: 1, ProfileUnchanged: 3 });
  });

  test('who changed is sent with the changes only', async () => {
    const { drain, calls } = aProfileDrain();
    await drain(profileRecords({ at: 1, properties: { df_name: 'Ann', df_sms_ads_optin: true } }));
    await drain(profileRecords({ at: 2, properties: { df_name: 'Ann', df_sms_ads_optin: false } }));

    expect(calls.slice(2)).toMatchObject([
      { call: 'user-profile', body: { user_properties: { df_sms_ads_optin: false } } },
    ]);
    expect(Object.keys(calls[2]?.body.user_properties ?? {})).toEqual(['df_sms_ads_optin']);
  });

  test('who has another address is sent under it, without a call for the profile', async () => {
    const { drain, calls } = aProfileDrain();
    const identity = { external_id: 'c-1', email: 'new@example.com' };
    await drain(profileRecords({ at: 1 }));
    await drain(profileRecords({ at: 2, identity }));

    expect(calls.slice(2)).toMatchObject([{ call: 'identities', body: { identity } }]);
  });

  test('several states of a batch are one call, the newest', async () => {
    const { drain, told, ports } = aProfileDrain();
    await drain(profileRecords({ at: 1, name: 'A' }, { at: 3, name: 'C' }, { at: 2, name: 'B' }));

    expect(told('df_name')).toEqual(['C']);
    expect(ports.telemetry.counts).toMatchObject({ ProfileSent: 1, ProfileOutdated: 2 });
  });
});

describe('the newest state stands', () => {
  test('an older one that comes later is not sent, except for facts that no newer one has', async () => {
    const { drain, calls } = aProfileDrain();
    await drain(profileRecords({ at: 9, name: 'New', identity: { external_id: 'c-1' } }));
    await drain(
      profileRecords({
        at: 5,
        properties: { df_name: 'Old', df_membership: 'Gold' },
        identity: { external_id: 'c-1', phone_no: '821023456789' },
      }),
    );

    expect(calls.slice(2)).toMatchObject([
      { call: 'identities', body: { identity: { external_id: 'c-1', phone_no: '821023456789' } } },
      { call: 'user-profile', body: { user_properties: { df_membership: 'Gold' } } },
    ]);
    expect(calls[3]?.body.user_properties).not.toHaveProperty('df_name');
  });

  test('an address that was replaced is not named again', async () => {
    const { drain, calls } = aProfileDrain();
    await drain(profileRecords({ at: 9, identity: { external_id: 'c-1', email: 'new@example.com' } }));
    await drain(profileRecords({ at: 5, properties: { df_membership: 'Gold' } }));

    expect(calls.at(-1)?.body.identity).toEqual({ external_id: 'c-1' });
  });

  test('a state that came back replaces the one in between', async () => {
    const { drain, told } = aProfileDrain();
    await drain(profileRecords({ at: 1, name: 'A' }));
    await drain(profileRecords({ at: 3, name: 'A' }));
    await drain(profileRecords({ at: 2, name: 'B' }));

    expect(told('df_name')).toEqual(['A']);
  });

  test('a consent counts by its own time', async () => {
    const { drain, told } = aProfileDrain();
    const consent = (granted: boolean, seconds: number) => ({
      properties: { df_sms_ads_optin: granted },
      changedAt: { df_sms_ads_optin: timeOf(seconds) },
    });
    await drain(profileRecords({ at: 5, ...consent(false, 5) }));
    await drain(profileRecords({ at: 9, ...consent(true, 1) }));

    expect(told('df_sms_ads_optin')).toEqual([false]);
  });

  test('after a request without a readable answer the next state is sent, even if it was known', async () => {
    const { drain, told } = aProfileDrain();
    await drain(profileRecords({ at: 1, name: 'A' }));
    const [waiting] = profileRecords({ at: 2, name: 'B' });
    await drain(waiting === undefined ? [] : [waiting], () => unavailable);
    await drain(profileRecords({ at: 3, name: 'A' }));
    await drain(waiting === undefined ? [] : [waiting]);

    expect(told('df_name')).toEqual(['A', 'B', 'A']);
  });

  test('after an instance that never came back everything is sent again', async () => {
    const { drain, told, ports } = aProfileDrain();
    await drain(profileRecords({ at: 1, name: 'A' }));
    const [record] = profileRecords({ at: 2, name: 'A' });
    await ports.profiles.claim(
      {
        serviceId: 'service-1',
        source: 'shopify',
        shop: 'example.myshopify.com',
        kind: 'profile',
        subjectKey: 'key-of-c-1',
      },
      { owner: 'killed', leaseUntil: ports.clock.now + 1_000 },
    );

    expect(await drain(record === undefined ? [] : [record])).toHaveLength(1);
    ports.clock.now += 1_001;
    expect(await drain(record === undefined ? [] : [record])).toEqual([]);
    expect(told('df_name')).toEqual(['A', 'A']);
  });

  test('whatever the order of arrival, with each state three times, and with no call without news', async () => {
    const profile = fc.record({
      customer: fc.constantFrom('c-1', 'c-2'),
      at: fc.integer({ min: 1, max: 6 }),
      properties: fc.record(
        { df_name: fc.constantFrom('A', 'B'), df_sms_ads_optin: fc.boolean() },
        { requiredKeys: [] },
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        // One state per time: of two with the same time, neither is newer.
        fc.uniqueArray(profile, {
          minLength: 1,
          maxLength: 8,
          selector: ({ customer, at }) => `${customer}${at}`,
        }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.integer({ min: 1, max: 5 }),
        async (profiles, random, size) => {
          const { drain, calls, ports } = aProfileDrain();
          const arriving = profiles
            .flatMap((each) => profileRecords(each, each, each))
            .map((record) => ({ record, place: Number(random.next().value) }))
            .sort((a, b) => a.place - b.place)
            .map(({ record }) => record);
          for (let first = 0; first < arriving.length; first += size) {
            expect(await drain(arriving.slice(first, first + size))).toEqual([]);
          }

          const held = heldAfter(calls.filter(isProfile));
          expect(held).toEqual(newestOf(profiles));
          expect(calls.filter(isProfile).length).toBeLessThanOrEqual(profiles.length);
          const { ProfileSent = 0, ProfileUnchanged = 0, ProfileOutdated = 0 } = ports.telemetry.counts;
          expect(ProfileSent + ProfileUnchanged + ProfileOutdated).toBe(arriving.length);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** What Dfinery holds if each call overwrites what is there. Fails if one writes nothing new. */
function heldAfter(calls: readonly MadeCall[]): Record<string, Record<string, unknown>> {
  const held: Record<string, Record<string, unknown>> = {};
  for (const { body } of calls) {
    const id = body.identity?.['external_id'] ?? '';
    const before = held[id] ?? {};
    const news = Object.entries(body.user_properties ?? {}).filter(([name, value]) => before[name] !== value);
    expect(news.length).toBeGreaterThan(0);
    held[id] = { ...before, ...body.user_properties };
  }
  return held;
}

function newestOf(profiles: readonly QueuedProfile[]): Record<string, Record<string, unknown>> {
  const newest: Record<string, Record<string, unknown>> = {};
  for (const { customer = '', properties } of [...profiles].sort((a, b) => (a.at ?? 0) - (b.at ?? 0))) {
    if (Object.keys(properties ?? {}).length > 0) newest[customer] = { ...newest[customer], ...properties };
  }
  return newest;
}

describe('failures', () => {
  test('a refused profile is dead at once if another is accepted, and events go on', async () => {
    const { drain, ports, calls } = aProfileDrain();
    const batch = [
      ...profileRecords({ customer: 'bad' }, { customer: 'good' }),
      ...queueRecords([{ orderId: '1' }]),
    ];

    const kept = await drain(batch, ({ call, body }) =>
      call === 'user-profile' && body.identity?.['external_id'] === 'bad' ? refused : accepted,
    );

    expect(kept).toEqual([]);
    expect(ports.buried).toMatchObject([{ attributes: { cause: 'refused', code: '40001' } }]);
    expect(ports.telemetry.counts).toMatchObject({ ProfileSent: 1, 'EventDead:refused': 1, EventSent: 1 });
    expect(calls.at(-1)?.call).toBe('events');
  });

  test('if every profile is refused each has its own try, they wait, and events go on', async () => {
    const { drain, ports, calls } = aProfileDrain();
    const customers = ['a', 'b', 'c', 'd'].map((customer) => ({ customer }));
    const refuse = ({ call }: MadeCall) => (call === 'user-profile' ? refused : accepted);

    const kept = await drain([...profileRecords(...customers), ...queueRecords([{ orderId: '1' }])], refuse);

    expect(kept).toHaveLength(4);
    expect(calls.filter(isProfile)).toHaveLength(4);
    expect(ports.telemetry.counts).toMatchObject({
      EventSent: 1,
      'EventKept:refused': 4,
      'ServicePaused:refused': 1,
    });
    expect([...ports.pauses.paused.keys()]).toEqual(['service-1#connection#main#user-profile']);
    // Only what was never tried is tried during the pause.
    await drain(profileRecords(...customers, { customer: 'new' }), refuse);
    expect(calls.filter(isProfile)).toHaveLength(5);
  });

  test('a profile waits longer the more often it was tried, and starts anew once it was accepted', async () => {
    const { drain, ports } = aProfileDrain();
    const fail = ({ call }: MadeCall) => (call === 'user-profile' ? unavailable : accepted);
    for (let receives = 1; receives <= 4; receives += 1) await drain(profileRecords({ at: receives }), fail);
    expect(ports.hidden.map(({ seconds }) => seconds)).toEqual([10, 20, 40, 80]);

    await drain(profileRecords({ at: 5 }));
    await drain(profileRecords({ at: 6, name: 'Anna' }), fail);
    expect(ports.hidden.at(-1)?.seconds).toBe(10);
  });

  test('a profile that failed alone is tried once more in the same invocation', async () => {
    const { drain, ports, calls } = aProfileDrain();
    let failures = 0;
    const failOnce = ({ call, body }: MadeCall) =>
      call === 'user-profile' && body.identity?.['external_id'] === 'b' && (failures += 1) === 1
        ? unavailable
        : accepted;

    expect(await drain(profileRecords({ customer: 'a' }, { customer: 'b' }), failOnce)).toEqual([]);
    expect(calls.filter(isProfile)).toHaveLength(3);
    expect(ports.telemetry.counts).toMatchObject({ ProfileSent: 2 });
  });

  test('a quota that is used up pauses its call, not the events', async () => {
    const { drain, ports } = aProfileDrain();
    const headers = { 'x-ratelimit-reset': String(QUEUE_TIME + 30_000) };
    const throttled = { kind: 'answered' as const, status: 429, headers, body: '' };
    await drain([...profileRecords({}), ...queueRecords([{ orderId: '1' }])], ({ call }) =>
      call === 'user-profile' ? throttled : accepted,
    );

    expect([...ports.pauses.paused.keys()]).toEqual(['service-1#user-profile']);
    expect(ports.telemetry.counts).toMatchObject({ 'EventKept:throttled': 1, EventSent: 1 });
  });

  test('what the first call sent is not sent again', async () => {
    const { drain, calls } = aProfileDrain();
    const records = profileRecords({});
    await drain(records, ({ call }) => (call === 'user-profile' ? unavailable : accepted));
    await drain(records);

    expect(calls.map(({ call }) => call)).toEqual(['identities', 'user-profile', 'user-profile']);
  });

  test('the ledger is unavailable: profiles wait, whatever events do', async () => {
    const fails = () => Promise.reject(new UnavailableError('unavailable', { code: 'ledger-unavailable' }));
    const profiles = { read: fails, claim: fails, settle: fails, putBack: fails };
    const { drain, ports, calls } = aProfileDrain({ profiles, ledgerOutage: 'deliver' });

    expect(await drain([...profileRecords({}), ...queueRecords([{ orderId: '1' }])])).toHaveLength(1);
    expect(calls.map(({ call }) => call)).toEqual(['events']);
    expect(ports.telemetry.counts).toMatchObject({ 'EventKept:ledger-unavailable': 1, EventSent: 1 });
  });

  test('the ledger does not record a profile: it stays queued, and an older one cannot stand in the end', async () => {
    const { drain, ports, told } = aProfileDrain();
    const { profiles } = ports;
    const fails = () => Promise.reject(new UnavailableError('unavailable', { code: 'ledger-unavailable' }));
    const newest = profileRecords({ at: 60, name: 'Anna' });
    ports.profiles = { ...profiles, settle: fails, putBack: fails };
    expect(await drain(newest)).toHaveLength(1);
    ports.profiles = profiles;
    ports.clock.now += 300_001;
    // Nothing says now that it is older.
    await drain(profileRecords({ at: 1, name: 'Ann' }));
    await drain(newest);

    expect(told('df_name')).toEqual(['Anna', 'Ann', 'Anna']);
    expect(ports.telemetry.counts).toMatchObject({
      LedgerMarkFailed: 1,
      'EventKept:ledger-unavailable': 1,
      ProfileSent: 2,
    });
  });

  test('the ledger does not record a refused profile: it waits for the reason it was refused', async () => {
    const fails = () => Promise.reject(new UnavailableError('unavailable', { code: 'ledger-unavailable' }));
    const { drain, ports } = aProfileDrain();
    ports.profiles = { ...ports.profiles, settle: fails, putBack: fails };
    expect(await drain(profileRecords({ at: 1 }), () => refused)).toHaveLength(1);

    expect(ports.telemetry.counts).toMatchObject({ 'EventKept:refused': 1 });
  });
});
