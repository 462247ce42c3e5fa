/** The last entries of a row that never ends, each with its number. */
export interface NumberedRing<Entry> {
  /** Adds an entry, made for its number. Numbers count from 1. Returns it, and what had to go. */
  add(make: (number: number) => Entry): { readonly entry: Entry; readonly dropped: Entry | undefined };
  /** Returns the entry of a number, unless it had to go. */
  find(number: number): Entry | undefined;
  /** The newest first. */
  entries(): readonly Entry[];
}

/** Returns an empty ring that keeps at most `size` entries. */
export function createNumberedRing<Entry>(size: number): NumberedRing<Entry> {
  const kept = new Map<number, Entry>();
  let last = 0;
  return {
    add(make) {
      last += 1;
      const entry = make(last);
      kept.set(last, entry);
      const dropped = kept.get(last - size);
      kept.delete(last - size);
      return { entry, dropped };
    },
    find: (number) => kept.get(number),
    entries: () => [...kept.values()].reverse(),
  };
}
