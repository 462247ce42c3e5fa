import { expect, test } from 'vitest';
import { aShopConnection } from '../../test/support/builders/a-connection.ts';
import { recordTelemetry } from '../../test/support/doubles/recorded-telemetry.ts';
import { UnavailableError } from '../model/errors.ts';
import { NOTHING } from '../translate/plan-queueing.ts';
import { askInTime } from './ask-in-time.ts';

const shop = aShopConnection();

/**
 * Returns a question whose answers come from a list, and what was done. The first `failingLoads` loads of it fail. The first
 * delivery, which does not ask, is over.
 */
async function aQuestion(answers: (() => Promise<boolean>)[], failingLoads = 0) {
  const clock = { now: 1_000_000 };
  const seen = { loads: 0, questions: 0 };
  const telemetry = recordTelemetry();
  const ask = askInTime({
    load: () => {
      seen.loads += 1;
      if (seen.loads <= failingLoads) return Promise.reject(new Error('The module cannot be read'));
      return Promise.resolve(() => {
        const answer = answers[seen.questions];
        seen.questions += 1;
        return answer === undefined ? Promise.resolve(true) : answer();
      });
    },
    telemetry,
    now: () => clock.now,
  });
  expect([await ask(NOTHING, shop), seen]).toEqual([false, { loads: 0, questions: 0 }]);
  return { clock, seen, telemetry, ask: () => ask(NOTHING, shop) };
}

test('the ledger is asked from the second delivery on, and its client is loaded once', async () => {
  const { ask, seen } = await aQuestion([]);

  expect([await ask(), await ask()]).toEqual([true, true]);
  expect(seen).toEqual({ loads: 1, questions: 2 });
});

test('nobody waits for an answer that does not come, and nobody asks beside it', async () => {
  const late = Promise.withResolvers<boolean>();
  const { ask, seen, telemetry } = await aQuestion([() => late.promise]);

  expect([await ask(), await ask(), await ask()]).toEqual([false, false, false]);
  expect(seen.questions).toBe(1);
  late.resolve(true);
  await late.promise;
  expect([await ask(), seen.questions]).toEqual([true, 2]);
  expect(telemetry.lines).toEqual([]);
});

test('after a failed question the next comes 30 seconds later, and the second of a row is logged', async () => {
  const fail = () =>
    Promise.reject(new UnavailableError('The ledger is unavailable', { code: 'ledger-unavailable' }));
  const { ask, seen, clock, telemetry } = await aQuestion([fail, fail, fail]);

  expect([await ask(), await ask(), seen.questions]).toEqual([false, false, 1]);
  clock.now += 29_999;
  expect([await ask(), seen.questions]).toEqual([false, 1]);
  expect(telemetry.lines).toEqual([]);
  clock.now += 1;
  expect([await ask(), seen.questions]).toEqual([false, 2]);
  clock.now += 30_000;
  expect([await ask(), seen.questions]).toEqual([false, 3]);
  expect(telemetry.lines).toEqual([expect.stringContaining('The ledger does not say what is known')]);
  clock.now += 30_000;
  expect([await ask(), seen.questions]).toEqual([true, 4]);
});

test('what could not be loaded is loaded again, 30 seconds later', async () => {
  const { ask, seen, clock } = await aQuestion([], 1);

  expect([await ask(), await ask(), seen]).toEqual([false, false, { loads: 1, questions: 0 }]);
  clock.now += 30_000;
  expect([await ask(), seen]).toEqual([true, { loads: 2, questions: 1 }]);
});
