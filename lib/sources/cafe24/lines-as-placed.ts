import { type Decimal, isNegative, isZero, subtract } from '../../model/money.ts';
import { grossOf, type OrderLines } from './lines.ts';
import type { Cafe24Item } from './order-schema.ts';

/** With more lines than this, trying all combinations is not worth it. */
const MAX_LINES = 12;

/**
 * Returns the lines without those that were added after the order was placed. `placed` is what the goods came to then.
 * Added lines of an order paid in part are not paid. Added lines that were taken out again take out nothing of what was
 * placed. A line counts as added if the others come to what was placed, and no other choice does. Pure.
 */
export function linesAsPlaced(
  { bought, takenOut }: OrderLines,
  { placed, isPaidInPart }: { readonly placed: Decimal; readonly isPaidInPart: boolean },
): OrderLines {
  const kept = isPaidInPart ? (worth(bought, placed) ?? bought) : bought;
  const missing = subtract(placed, grossOf(kept));
  if (isNegative(missing) || isZero(missing)) return { bought: kept, takenOut: [] };
  const isTooMuch = isNegative(subtract(missing, grossOf(takenOut)));
  return { bought: kept, takenOut: worth(takenOut, missing) ?? (isTooMuch ? [] : takenOut) };
}

/** Returns the lines that come to an amount, or `undefined` if no choice does, or several do. */
function worth(lines: readonly Cafe24Item[], amount: Decimal): readonly Cafe24Item[] | undefined {
  if (grossOf(lines) === amount) return lines;
  if (lines.length > MAX_LINES) return undefined;
  const [found, ...others] = choicesOf(lines).filter((choice) => grossOf(choice) === amount);
  return others.length > 0 ? undefined : found;
}

function choicesOf(lines: readonly Cafe24Item[]): Cafe24Item[][] {
  return lines.reduce<Cafe24Item[][]>(
    (choices, line) => [...choices, ...choices.map((choice) => [...choice, line])],
    [[]],
  );
}
