import { expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { aPoll, HOUR } from '../../test/support/builders/a-poll.ts';
import { connectionLane } from '../stores/ledger/service-pauses.ts';
import { noteSilence } from './note-silence.ts';

const lane = connectionLane({ connection: 'main', serviceId: 'service-1' });

test.each([
  ['heard from long ago', 25, 1],
  ['heard from lately', 23, undefined],
])('a shop with silenceHours that was %s', async (_, hours, silent) => {
  const { clock, ports, telemetry } = aPoll();
  const heardFrom = { read: () => Promise.resolve(new Map([[lane, clock.now - hours * HOUR]])) };
  await noteSilence({ ...ports, heardFrom }, [aShopConnection({ silenceHours: 24 })]);

  expect(telemetry.counts['ConnectionSilent']).toBe(silent);
});

test('a shop never heard from is silent so long after the first look, whatever its `since`', async () => {
  const { clock, ports, telemetry } = aPoll();
  const shops = [aShopConnection({ silenceHours: 24, since: '2020-01-01T00:00:00.000Z' })];
  await noteSilence(ports, shops);
  clock.now += 23 * HOUR;
  await noteSilence(ports, shops);
  expect(telemetry.counts['ConnectionSilent']).toBeUndefined();

  clock.now += HOUR;
  await noteSilence(ports, shops);
  expect(telemetry.counts['ConnectionSilent']).toBe(1);
});

test('a shop that sends no webhooks is never silent', async () => {
  const { clock, ports, telemetry } = aPoll();
  const shops = [aShopConnection({ silenceHours: 1, intake: 'poll', since: '2020-01-01T00:00:00.000Z' })];
  await noteSilence(ports, shops);
  clock.now += 3 * HOUR;
  await noteSilence(ports, shops);

  expect(telemetry.counts['ConnectionSilent']).toBeUndefined();
});
