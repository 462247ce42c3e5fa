// Whoever waits for a platform to be loaded waits in real time, which no virtual clock sees: all are loaded before it starts.
import '../../lib/sources/all-sources.ts';
import { createHeap } from './heap.ts';

/** Time that passes only as fast as something happens, so that nine days take seconds. */
export interface VirtualTime {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Calls back after so long, unless what it returns is called before. */
  after(ms: number, wake: () => void): () => void;
  /** Lets time pass until nothing is due any more, until `isDone`, or until an instant. */
  run(options: { readonly until: number; readonly isDone?: () => boolean }): Promise<void>;
}

interface Wake {
  readonly at: number;
  readonly wake: () => void;
  isOff: boolean;
}

/** The event loop gets its turn after so many wake-ups, so that whoever runs the test hears of it. */
const WAKES_IN_A_ROW = 1_000;

/** Returns a clock that stands at `start`. Whoever is due at the same instant is woken one after the other. */
export function createVirtualTime(start: number): VirtualTime {
  const wakes = createHeap<Wake>();
  let clock = start;

  function after(ms: number, wake: () => void): () => void {
    const due = { at: clock + Math.max(0, ms), wake, isOff: false };
    wakes.push(due);
    return () => {
      due.isOff = true;
    };
  }

  function nextWake(): Wake | undefined {
    for (;;) {
      const next = wakes.peek();
      if (next?.isOff !== true) return next;
      wakes.pop();
    }
  }

  return {
    now: () => clock,
    sleep: (ms) =>
      new Promise((wake) => {
        after(ms, wake);
      }),
    after,
    async run({ until, isDone = () => false }) {
      await turnOfEventLoop();
      for (let woken = 1; !isDone(); woken += 1) {
        const next = nextWake();
        if (next === undefined || next.at > until) return;
        wakes.pop();
        clock = next.at;
        next.wake();
        await settle();
        if (woken % WAKES_IN_A_ROW === 0) await turnOfEventLoop();
      }
    },
  };
}

/** Lets every promise that can go on go on. A turn of the event loop would do as well, and takes longer. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}

function turnOfEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
