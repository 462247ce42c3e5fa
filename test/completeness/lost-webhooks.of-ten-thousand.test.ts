import { expect, test } from 'vitest';
import { loseWebhooks } from './lose-webhooks.ts';

const SEED = 20_261_130;

test.each(['send', 'ignore'] as const)(
  '10,000 orders of a shop that loses webhooks are whole at Dfinery: edits %s',
  async (edits) => {
    const outcome = await loseWebhooks({ orders: 10_000, seed: SEED, edits });

    expect(outcome).toMatchObject({ orders: 10_000, wrong: [], failures: [] });
    expect(outcome.recovered).toBeGreaterThan(1_000);
  },
);
