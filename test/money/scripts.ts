import fc from 'fast-check';
import type { Settings } from './play-history.ts';
import type { Script } from './shop-history.ts';

const NUMBER = fc.nat({ max: 0xffff });

function numbers(count: number): fc.Arbitrary<number[]> {
  return fc.array(NUMBER, { minLength: count, maxLength: count });
}

/** Makes scripts of orders with up to so many steps. They shrink to fewer steps and simpler orders. */
export function scripts(maxSteps = 8): fc.Arbitrary<Script> {
  const steps = fc.array(numbers(8), { maxLength: maxSteps, size: 'max' });
  return fc.record({ placing: numbers(48), steps });
}

/** Some orders of one shop, how it is connected, and how their deliveries arrive. */
export interface PlayScript {
  readonly orders: readonly Script[];
  readonly settings: Settings;
  readonly hasDoor: boolean;
  readonly playing: readonly number[];
}

export function playScripts(maxOrders = 2): fc.Arbitrary<PlayScript> {
  return fc.record({
    orders: fc.array(scripts(), { minLength: 1, maxLength: maxOrders }),
    settings: fc.record({
      purchaseOn: fc.constantFrom('paid', 'authorized', 'created'),
      edits: fc.constantFrom('ignore', 'send'),
    }),
    hasDoor: fc.boolean(),
    playing: numbers(96),
  });
}
