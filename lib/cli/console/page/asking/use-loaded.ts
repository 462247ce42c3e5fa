import { useEffect, useState } from 'preact/hooks';

/** What was loaded last, and why there is nothing newer. */
interface Loaded<Value> {
  readonly found: Value | undefined;
  readonly problem: string | undefined;
}

/**
 * Loads something at once, and again whenever the key changes; nothing without a key. What was found stays until there is
 * something newer.
 */
export function useLoaded<Value>(key: string | undefined, load: () => Promise<Value>): Loaded<Value> {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ found: undefined, problem: undefined });
  useEffect(() => {
    if (key === undefined) return;
    let isWanted = true;
    const take = (change: (before: Loaded<Value>) => Loaded<Value>): void => {
      if (isWanted) setLoaded(change);
    };
    load().then(
      (found) => {
        take(() => ({ found, problem: undefined }));
      },
      (error: unknown) => {
        take(({ found }) => ({ found, problem: String(error) }));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  return loaded;
}
