import { createDraw } from './draw.ts';
import type { Platform } from './platforms.ts';
import { settle } from './shop-moves.ts';
import type { ShopOrder } from './shop-order.ts';

/** Numbers from which a history is drawn. */
export interface Script {
  /** The order at the checkout, and how its platform writes it. */
  readonly placing: readonly number[];
  readonly steps: readonly (readonly number[])[];
}

/** The states of one order, from the checkout on. Each is a delivery that the platform sends, and its body. */
export interface History {
  readonly platform: Platform;
  readonly states: readonly ShopOrder[];
}

/** Plays a script as one order's life. Steps that the order cannot take are left to the next that it can. */
export function toHistory(platform: Platform, { placing, steps }: Script, number: number): History {
  const states = [platform.note(settle(platform.place(createDraw(placing), number)))];
  for (const numbers of steps) {
    const order = states.at(-1);
    if (order !== undefined) states.push(takeStep(platform, order, numbers));
  }
  return { platform, states };
}

function takeStep(platform: Platform, order: ShopOrder, numbers: readonly number[]): ShopOrder {
  const draw = createDraw(numbers);
  const possible = Object.entries(platform.steps)
    .filter(([, { can }]) => can(order))
    .flatMap((entry) => Array.from({ length: entry[1].weight ?? 4 }, () => entry));
  const [name, step] = possible[draw.below(possible.length)] ?? [];
  if (name === undefined || step === undefined) return order;
  // Every other step happens in the second of the one before.
  const now = order.now + (draw.oneIn(2) ? 0 : draw.between(1, 600));
  const begun = { ...order, now, changedAt: now };
  return platform.note({ ...step.take(begun, draw), steps: [...order.steps, name] });
}
