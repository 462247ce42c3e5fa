import type { Decimal } from '../../model/money.ts';
import { grossOf } from './lines.ts';
import type { Cafe24Item } from './order-schema.ts';

/** With more lines than this, trying all combinations is not worth it. */
const MAX_LINES = 12;

/**
 * Returns the lines that an order paid in part was placed with: a line that was added since is not paid. They are those
 * that come to the goods as placed, if exactly one choice does; else all of them. Pure.
 */
export function linesAsPlaced(lines: readonly Cafe24Item[], placed: Decimal): readonly Cafe24Item[] {
  if (grossOf(lines) === placed || lines.length > MAX_LINES) return lines;
  const [found, ...others] = choicesOf(lines).filter((choice) => grossOf(choice) === placed);
  return found === undefined || others.length > 0 ? lines : found;
}

function choicesOf(lines: readonly Cafe24Item[]): Cafe24Item[][] {
  return lines.reduce<Cafe24Item[][]>(
    (choices, line) => [...choices, ...choices.map((choice) => [...choice, line])],
    [[]],
  );
}
