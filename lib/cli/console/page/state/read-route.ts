/** The panes, in the order of the navigation. */
export const paneNames = [
  'live',
  'send',
  'signature',
  'waiting',
  'parked',
  'letters',
  'trace',
  'completeness',
  'health',
] as const;

export type PaneName = (typeof paneNames)[number];

/** Which pane is shown, and what of it. */
export interface Route {
  readonly pane: PaneName;
  /** Of the live pane a delivery's number, of a list the key of what is opened. Empty: nothing is opened. */
  readonly opened: readonly string[];
}

/** Reads `#/live/12`. What is unknown is the live pane. Pure. */
export function readRoute(hash: string): Route {
  const [, name = '', ...opened] = hash.split('/');
  const pane = paneNames.find((known) => known === name);
  return pane === undefined ? { pane: 'live', opened: [] } : { pane, opened: opened.map(decode) };
}

/** Returns the address of a pane, and of what is opened in it: `#/parked/main%2F1.json`. Pure. */
export function toHash(pane: PaneName, ...opened: readonly (string | number)[]): string {
  return ['#', pane, ...opened.map((part) => encodeURIComponent(part))].join('/');
}

/** A hash that was typed may hold anything. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
