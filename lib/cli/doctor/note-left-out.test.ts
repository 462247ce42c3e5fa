import { expect, test } from 'vitest';
import { createMemoryLeftOut } from '../../../test/support/doubles/memory-left-out.ts';
import { UnavailableError } from '../../model/errors.ts';
import { toDecimal } from '../../model/money.ts';
import { noteLeftOut } from './note-left-out.ts';

const dfinery = { serviceId: 'service-1', accessToken: 'a-token' };
const main = { connection: 'main', serviceId: 'service-1' };

test('a connection that left out nothing is fine', async () => {
  const leftOut = createMemoryLeftOut();
  await leftOut.add(
    { ...main, connection: 'other' },
    { kind: 'revenue', currency: 'USD', amount: toDecimal('1') },
  );

  expect(await noteLeftOut({ leftOut: () => leftOut }, { id: 'main', dfinery })).toEqual({
    state: 'ok',
    found: 'nothing is left out',
  });
});

test('a ledger that does not answer is left to its own check', async () => {
  const fault = new UnavailableError('The ledger is unavailable', { code: 'ledger-unavailable' });
  const leftOut = { read: () => Promise.reject(fault) };

  expect(await noteLeftOut({ leftOut: () => leftOut }, { id: 'main', dfinery })).toMatchObject({
    state: 'warn',
  });
});

test('what was left out is noted by kind and currency, with what to do', async () => {
  const leftOut = createMemoryLeftOut();
  await leftOut.add(main, { kind: 'revenue', currency: 'USD', amount: toDecimal('20.5') });
  await leftOut.add(main, { kind: 'revenue', currency: 'KRW', amount: toDecimal('3000') });
  await leftOut.add(main, { kind: 'refunds', currency: 'USD', amount: toDecimal('6') });

  const { state, found, advice } = await noteLeftOut({ leftOut: () => leftOut }, { id: 'main', dfinery });
  expect(state).toBe('note');
  expect(found).toBe(
    'refunds beyond what was told: 6 USD; revenue added to orders after they were told: 3000 KRW, 20.5 USD',
  );
  expect(advice).toContain('"edits": "send"');
});
