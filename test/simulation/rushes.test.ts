import { expect, test } from 'vitest';
import { playRush } from './rush-run.ts';
import { oneIn, rushes } from './rushes.ts';

test('A thousand orders a second for two seconds, with 30 drains: all are there within seconds, once', async () => {
  const { wrong, ...report } = await playRush({ ...rushes['thousand-a-second'], seconds: 2 });
  console.log('a thousand a second', JSON.stringify(report));

  expect(wrong).toEqual([]);
  expect(report.orders.last).toBeLessThanOrEqual(10);
});

test('The five drains of a deployment take between 40 and 60 new orders a second each', async () => {
  const seconds = 3;
  const rush = { ...rushes['thousand-a-second'], drainConcurrency: 5, seconds };
  const { wrong, backlogSeconds } = await playRush(rush);
  const eachSecond = (rush.ordersPerSecond * seconds) / (seconds + backlogSeconds.orders) / 5;
  console.log(`a drain takes ${eachSecond.toFixed(1)} new orders a second`);

  expect(wrong).toEqual([]);
  expect(eachSecond).toBeGreaterThan(40);
  expect(eachSecond).toBeLessThan(60);
});

/** One in fifty of orders, of the messages in flight and of Dfinery's quotas. */
test('A flash sale with Dfinery down for twenty minutes: nothing is lost or sent twice, and later orders do not wait for the backlog', async () => {
  const { wrong, ...report } = await playRush(oneIn(50, rushes['flash-sale']));
  console.log('flash sale', JSON.stringify(report));

  expect(wrong).toEqual([]);
  expect(report.mostInFlight).toBe(2_400);
  expect(report.backlogSeconds.orders).toBeLessThan(30 * 60);
  expect(report.backlogSeconds.profiles).toBeLessThan(30 * 60);
  // Messages that are held fill SQS's quota when Dfinery answers again. The first that come back make room.
  expect(report.later?.last).toBeLessThan(180);
});
