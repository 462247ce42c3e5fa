import { useEffect } from 'preact/hooks';
import { type QuestionUse, useQuestion } from './question.ts';

interface Traced {
  /** Nothing is asked without one. */
  readonly order: string | undefined;
  readonly connection: string;
  /** Default: asked once. */
  readonly everyMs?: number | undefined;
}

/** Asks where an order is: at once, whenever it is another one, and every so often from then on. */
export function useTrace({ order, connection, everyMs }: Traced): QuestionUse<'trace'> {
  const traced = useQuestion<'trace'>();
  useEffect(() => {
    if (order === undefined) return;
    const ask = (): void => {
      void traced.ask({ question: 'trace', values: { order, connection } });
    };
    ask();
    if (everyMs === undefined) return;
    const timer = setInterval(ask, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [order, connection, everyMs]);
  return traced;
}
