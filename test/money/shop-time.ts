/** When the orders of the model are placed, in milliseconds since 1970. */
export const PLACED_AT = Date.parse('2026-11-20T05:05:10.000Z');

/** Returns an instant of an order's life, in whole seconds: `2026-11-20T05:05:10Z`. */
export function instantOf(seconds: number): string {
  return `${new Date(PLACED_AT + seconds * 1_000).toISOString().slice(0, 19)}Z`;
}
