/** Time that passes only as fast as something happens, so that nine days take seconds. */
export interface VirtualTime {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Lets time pass until nothing is due any more, until `isDone`, or until an instant. */
  run(options: { readonly until: number; readonly isDone?: () => boolean }): Promise<void>;
}

interface Wake {
  readonly at: number;
  readonly wake: () => void;
}

/** Returns a clock that stands at `start`. Whoever is due at the same instant is woken one after the other. */
export function createVirtualTime(start: number): VirtualTime {
  const wakes = createHeap<Wake>();
  let clock = start;
  return {
    now: () => clock,
    sleep: (ms) =>
      new Promise((wake) => {
        wakes.push({ at: clock + Math.max(0, ms), wake });
      }),
    async run({ until, isDone = () => false }) {
      await settle();
      while (!isDone()) {
        const next = wakes.peek();
        if (next === undefined || next.at > until) return;
        wakes.pop();
        clock = next.at;
        next.wake();
        await settle();
      }
    },
  };
}

/** Lets every promise that can go on go on. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

export interface Heap<Entry extends { readonly at: number }> {
  push(entry: Entry): void;
  pop(): Entry | undefined;
  peek(): Entry | undefined;
}

/** Returns a binary heap, the earliest on top; the entry that was pushed first among equals. */
export function createHeap<Entry extends { readonly at: number }>(): Heap<Entry> {
  const entries: { readonly entry: Entry; readonly count: number }[] = [];
  let pushed = 0;

  function isBefore(a: number, b: number): boolean {
    const [first, second] = [entries[a], entries[b]];
    if (first === undefined || second === undefined) return false;
    return (
      first.entry.at < second.entry.at || (first.entry.at === second.entry.at && first.count < second.count)
    );
  }

  function swap(a: number, b: number): void {
    const [first, second] = [entries[a], entries[b]];
    if (first === undefined || second === undefined) return;
    entries[a] = second;
    entries[b] = first;
  }

  return {
    push(entry) {
      entries.push({ entry, count: (pushed += 1) });
      let index = entries.length - 1;
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (!isBefore(index, parent)) break;
        swap(index, parent);
        index = parent;
      }
    },
    pop() {
      swap(0, entries.length - 1);
      const top = entries.pop();
      let index = 0;
      for (;;) {
        const [left, right] = [2 * index + 1, 2 * index + 2];
        const least = isBefore(right, left) ? right : left;
        if (!isBefore(least, index)) return top?.entry;
        swap(least, index);
        index = least;
      }
    },
    peek: () => entries[0]?.entry,
  };
}
