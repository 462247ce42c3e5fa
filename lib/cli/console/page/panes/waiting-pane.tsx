import type { DeliverySummary } from '../../console-api.ts';
import type { StatusAnswer } from '../asking/shown-answers.ts';
import { useTrace } from '../asking/use-trace.ts';
import { StatusNote } from '../parts/status-note.tsx';
import { Table } from '../parts/table.tsx';
import { Time } from '../parts/time.tsx';
import { live } from '../state/live.ts';
import { isLocal } from '../state/page-about.ts';
import { status } from '../state/page-status.ts';
import { toHash } from '../state/read-route.ts';
import { joinWords, toCount, toSpan } from '../words/format.ts';
import { say, sayWord } from '../words/language.ts';
import { isUnderWay } from './live/delivery-state.ts';

/** Each is looked up by a command of its own. */
const MOST = 20;

/** What holds events, what waits, and each order that is not sent yet. */
export function WaitingPane() {
  const orders = live.value.deliveries.filter(isUnderWay).slice(0, MOST);
  return (
    <>
      {status.value !== undefined && <Queues found={status.value} />}
      <StatusNote />
      <h3>{say('notSentYet')}</h3>
      {!isLocal.value && (
        <p>
          <a href={toHash('trace')}>{say('traceOne')}</a>
        </p>
      )}
      {isLocal.value && orders.length === 0 && <p class="quiet">{say('noneWaits')}</p>}
      <Orders orders={orders} />
    </>
  );
}

function Queues({ found: { waiting, pauses, oldestEventMs } }: { readonly found: StatusAnswer }) {
  return (
    <>
      <h3>{say('pauses')}</h3>
      {pauses.length === 0 ? (
        <p class="quiet">{say('noPause')}</p>
      ) : (
        <Table
          label={say('pauses')}
          heads={[say('connection'), say('service'), say('heldBy'), say('until'), say('nextProbe')]}
          rows={pauses.map(({ connection, serviceId, call, reason, until, nextProbe }) => [
            connection ?? say('all'),
            joinWords([serviceId, call]),
            <code key="reason">{reason}</code>,
            <Time key="until" at={until} />,
            <Time key="probe" at={nextProbe} />,
          ])}
        />
      )}
      <h3>{say('queues')}</h3>
      <Table
        label={say('queues')}
        heads={[say('queue'), say('waiting'), say('inBackOff')]}
        rows={Object.entries(waiting).map(([queue, { visible, inFlight }]) => [
          sayWord(queue),
          toCount(visible),
          toCount(inFlight),
        ])}
        numbers={[1, 2]}
      />
      {oldestEventMs !== undefined && <p>{say('oldest', { span: toSpan(oldestEventMs) })}</p>}
    </>
  );
}

function Orders({ orders }: { readonly orders: readonly DeliverySummary[] }) {
  return (
    <ul class="waiting" aria-label={say('notSentYet')}>
      {orders.map((delivery) => (
        <Order key={delivery.number} delivery={delivery} />
      ))}
    </ul>
  );
}

const EVERY_MS = 10_000;

function Order({ delivery: { number, at, connection, orderId } }: { readonly delivery: DeliverySummary }) {
  const { answer, problem } = useTrace({ order: orderId, connection, everyMs: EVERY_MS });
  const line = answer?.results[0]?.place.line ?? answer?.complaints.join(' ');
  return (
    <li>
      <a href={toHash('live', number)}>
        <Time at={at} />
      </a>{' '}
      {connection} <code>{orderId}</code>
      <p>{problem ?? line ?? say('loading')}</p>
    </li>
  );
}
