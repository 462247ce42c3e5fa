import { expect, test } from 'vitest';
import { loseWebhooks } from './lose-webhooks.ts';

const SEED = 20_261_129;

test.each(['send', 'ignore'] as const)(
  'a shop whose webhooks are lost for a day, and now and then, is whole at Dfinery: edits %s',
  async (edits) => {
    const outcome = await loseWebhooks({ orders: 300, seed: SEED, edits });

    expect(outcome).toMatchObject({ orders: 300, wrong: [], failures: [], overLimit: 0 });
    expect(outcome.recovered).toBeGreaterThan(30);
  },
);

test('of plain orders exactly those are counted as recovered whose webhooks were lost', async () => {
  // With small pages a wide pass asks for more than the shop allows at once.
  const outcome = await loseWebhooks({
    orders: 300,
    seed: SEED,
    edits: 'ignore',
    plain: true,
    largestPage: 5,
  });

  expect(outcome).toMatchObject({ orders: 300, wrong: [], failures: [], overLimit: 0 });
  expect(outcome.recovered).toBe(outcome.lost);
});
