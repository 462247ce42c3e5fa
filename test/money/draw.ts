/** Choices of a history, drawn from numbers that fast-check makes up and shrinks. Zeros make the simplest history. */
export interface Draw {
  /** Returns a whole number from 0 up to, but not including, `count`. */
  below(count: number): number;
  /** Returns a whole number from `least` to `most`. */
  between(least: number, most: number): number;
  /** Returns true in one of so many cases; never if the numbers are used up. */
  oneIn(count: number): boolean;
  of<Value>(values: readonly [Value, ...Value[]]): Value;
}

/** Returns a draw from a list of numbers of at least zero. After its end it draws zeros. */
export function createDraw(numbers: readonly number[]): Draw {
  let next = 0;
  const below = (count: number): number => {
    const drawn = mix(numbers[next] ?? 0);
    next += 1;
    return count <= 1 ? 0 : drawn % count;
  };
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    oneIn: (count) => below(count) === count - 1,
    of: (values) => values[below(values.length)] ?? values[0],
  };
}

/** Spreads numbers evenly, whatever fast-check prefers. Zero stays zero. */
function mix(number: number): number {
  const mixed = Math.imul(number ^ (number >>> 16), 0x45d9f3b);
  return Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b) >>> 1;
}
