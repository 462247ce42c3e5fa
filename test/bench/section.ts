/** The unit of a figure. Times are in nanoseconds; dollars are US dollars. */
export type Unit = 'ns' | 'KB' | 'MB' | '%' | '×' | '$' | '';

export interface Figure {
  readonly value: number;
  readonly unit: Unit;
}

/** One measured thing and its figures. */
export interface Row {
  readonly name: string;
  readonly figures: Readonly<Record<string, Figure>>;
}

/** A bound that a figure has to keep. */
export interface Target {
  readonly name: string;
  readonly wanted: string;
  readonly found: number;
  readonly isMet: boolean;
}

/** One table of the benchmark. */
export interface Section {
  readonly title: string;
  /** Says in a sentence or two what was done. */
  readonly says: string;
  readonly rows: readonly Row[];
  readonly targets: readonly Target[];
}

/** Returns a figure of a unit. */
export function figure(value: number, unit: Unit = ''): Figure {
  return { value, unit };
}

/** Returns a fraction as a figure in per cent. */
export function share(part: number): Figure {
  return figure(part * 100, '%');
}

/** Returns a figure that must not be less, or more, than a bound. */
export function target(
  name: string,
  found: number,
  bound: { readonly atLeast: number } | { readonly atMost: number },
): Target {
  return 'atLeast' in bound
    ? { name, found, wanted: `≥ ${bound.atLeast}`, isMet: found >= bound.atLeast }
    : { name, found, wanted: `≤ ${bound.atMost}`, isMet: found <= bound.atMost };
}
