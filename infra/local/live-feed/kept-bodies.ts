/** Bodies in memory, of which the oldest go first. */
export interface KeptBodies {
  /** Keeps a body until newer ones need the room. One that is larger than all the room is not kept. */
  keep(owner: object, body: Buffer): void;
  find(owner: object): Buffer | undefined;
  drop(owner: object): void;
  /** Of all that is kept. */
  bytes(): number;
}

/** Returns room for bodies of `maxBytes` in all. */
export function createKeptBodies(maxBytes: number): KeptBodies {
  const kept = new Map<object, Buffer>();
  let bytes = 0;

  function drop(owner: object): void {
    bytes -= kept.get(owner)?.length ?? 0;
    kept.delete(owner);
  }

  return {
    keep(owner, body) {
      drop(owner);
      if (body.length > maxBytes) return;
      kept.set(owner, body);
      bytes += body.length;
      for (const oldest of kept.keys()) {
        if (bytes <= maxBytes) break;
        drop(oldest);
      }
    },
    find: (owner) => kept.get(owner),
    drop,
    bytes: () => bytes,
  };
}
