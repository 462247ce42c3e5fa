import type { OperatorAccess } from './operator-access.ts';

const PERIOD_SECONDS = 300;

/** Invocations that Lambda turned away, because there was no execution left for them. Nothing of the adapter ran. */
export interface TurnedAway {
  /** By the whole names of functions; those without one are absent. */
  readonly byFunction: ReadonlyMap<string, number>;
  readonly count: number;
  /** The beginning of the last five minutes that have one, in milliseconds since 1970; `undefined` if there was none. */
  readonly last: number | undefined;
}

/** Reads what was turned away since `from`, in milliseconds since 1970. Throws CloudWatch's error if it does not answer. */
export async function readTurnedAway(
  access: Pick<OperatorAccess, 'metrics' | 'logs'>,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<TurnedAway> {
  const [reader, { groups }] = await Promise.all([access.metrics(), access.logs()]);
  // A function logs into a group of its own name.
  const functions = groups.flatMap((group) => /^\/aws\/lambda\/(.+)$/.exec(group)?.[1] ?? []);
  const found = await reader.readThrottles(functions, { from, to, periodSeconds: PERIOD_SECONDS });
  const points = [...found].flatMap(([name, buckets]) =>
    [...buckets].filter(([, count]) => count > 0).map(([at, count]) => ({ name, at, count })),
  );
  const byFunction = new Map<string, number>();
  for (const { name, count } of points) byFunction.set(name, (byFunction.get(name) ?? 0) + count);
  return {
    byFunction,
    count: points.reduce((sum, { count }) => sum + count, 0),
    last: points.length === 0 ? undefined : Math.max(...points.map(({ at }) => at)),
  };
}
