import type { DeliverySummary } from '../../../console-api.ts';
import { useTrace } from '../../asking/use-trace.ts';
import { Answered } from '../../parts/answered.tsx';
import { TraceView } from '../../parts/trace-view.tsx';
import { say } from '../../words/language.ts';
import { isUnderWay } from './delivery-state.ts';

const EVERY_MS = 5_000;

/** Where the order is now, and what happens next. Asked again while it is on its way. */
export function NextView({ summary }: { readonly summary: DeliverySummary }) {
  const { orderId: order, connection } = summary;
  const traced = useTrace({ order, connection, everyMs: isUnderWay(summary) ? EVERY_MS : undefined });
  if (order === undefined) return null;
  return (
    <section>
      <h3>{say('whatNext')}</h3>
      <Answered asked={traced} label={say('whatNext')}>
        {([found]) => found !== undefined && <TraceView traced={found} />}
      </Answered>
    </section>
  );
}
