import type { LiveChange } from '../../../lib/cli/console/console-api.ts';

/** At most four times a second. */
const BATCH_MS = 250;

/** What changed since the last batch. */
interface Changed {
  readonly deliveries: ReadonlySet<number>;
  readonly requests: ReadonlySet<number>;
  readonly isStandIn: boolean;
}

/** Gathers changes for listeners. Without a listener it gathers nothing. */
export interface BatchedChanges {
  delivery(number: number): void;
  request(number: number): void;
  standIn(): void;
  subscribe(listener: (change: LiveChange) => void): () => void;
}

/** Returns a gatherer without listeners. `look` says what the changed ones are like when the batch is sent. */
export function createBatchedChanges(look: (changed: Changed) => LiveChange): BatchedChanges {
  const listeners = new Set<(change: LiveChange) => void>();
  let changed = nothing();
  let timer: NodeJS.Timeout | undefined;

  function send(): void {
    timer = undefined;
    const batch = changed;
    changed = nothing();
    const change = look(batch);
    for (const listener of listeners) listener(change);
  }

  function note(add: () => void): void {
    if (listeners.size === 0) return;
    add();
    timer ??= setTimeout(send, BATCH_MS).unref();
  }

  return {
    delivery: (number) => {
      note(() => changed.deliveries.add(number));
    },
    request: (number) => {
      note(() => changed.requests.add(number));
    },
    standIn: () => {
      note(() => {
        changed.isStandIn = true;
      });
    },
    subscribe(listener) {
      // Another one each time: the same function may listen twice.
      const own = (change: LiveChange): void => {
        listener(change);
      };
      listeners.add(own);
      return () => {
        listeners.delete(own);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
        changed = nothing();
      };
    },
  };
}

function nothing() {
  return { deliveries: new Set<number>(), requests: new Set<number>(), isStandIn: false };
}
