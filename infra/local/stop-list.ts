interface Stoppable {
  readonly stop?: () => Promise<void>;
}

/** Remembers what was started, to stop it in reverse order. */
export function createStopList() {
  const started: Stoppable[] = [];
  return {
    /** Returns what it is given. */
    add<Started extends Stoppable>(one: Started): Started {
      started.push(one);
      return one;
    },
    async stopAll(): Promise<void> {
      for (const one of started.splice(0).reverse()) await one.stop?.();
    },
  };
}
