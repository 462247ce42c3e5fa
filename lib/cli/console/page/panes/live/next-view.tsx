import { useEffect } from 'preact/hooks';
import type { DeliverySummary } from '../../../console-api.ts';
import { isUnderWay } from '../../delivery-state.ts';
import { say } from '../../language.ts';
import { Answered } from '../../parts/answered.tsx';
import { TraceView } from '../../parts/trace-view.tsx';
import { useQuestion } from '../../question.ts';
import type { TraceAnswer } from '../../shown-answers.ts';

const EVERY_MS = 5_000;

/** Where the order is now, and what happens next. Asked again while it is on its way. */
export function NextView({ summary }: { readonly summary: DeliverySummary }) {
  const { orderId, connection } = summary;
  const traced = useQuestion();
  const waits = isUnderWay(summary);
  useEffect(() => {
    if (orderId === undefined) return;
    const ask = (): void => {
      void traced.ask({ question: 'trace', values: { order: orderId, connection } });
    };
    ask();
    if (!waits) return;
    const timer = setInterval(ask, EVERY_MS);
    return () => {
      clearInterval(timer);
    };
  }, [orderId, connection, waits]);
  if (orderId === undefined) return null;
  return (
    <section>
      <h3>{say('whatNext')}</h3>
      <Answered asked={traced} label={say('whatNext')}>
        {([found]) => found !== undefined && <TraceView traced={found as TraceAnswer} />}
      </Answered>
    </section>
  );
}
