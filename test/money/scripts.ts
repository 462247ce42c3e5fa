import fc from 'fast-check';
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
