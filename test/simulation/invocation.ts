/** One run of the drain in the simulation. */
export interface Invocation {
  /** Events that Dfinery stored and the ledger was not told of since, by service and id. */
  readonly unmarked: Set<string>;
  readonly isKilled: () => boolean;
  readonly kill: () => void;
  /** Resolves when it is killed. */
  readonly killed: Promise<undefined>;
}

export function startInvocation(): Invocation {
  const { promise: killed, resolve } = Promise.withResolvers<undefined>();
  let isKilled = false;
  return {
    unmarked: new Set(),
    isKilled: () => isKilled,
    kill: () => {
      isKilled = true;
      resolve(undefined);
    },
    killed,
  };
}
