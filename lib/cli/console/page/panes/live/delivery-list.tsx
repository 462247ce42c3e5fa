import { useState } from 'preact/hooks';
import type { DeliverySummary, RequestSummary } from '../../../console-api.ts';
import { TextField } from '../../parts/field.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Time } from '../../parts/time.tsx';
import { live } from '../../state/live.ts';
import { about } from '../../state/page-about.ts';
import { toHash } from '../../state/read-route.ts';
import { toSpan } from '../../words/format.ts';
import { say } from '../../words/language.ts';
import { stateOf } from './delivery-state.ts';
import { fitsFilter } from './fits-filter.ts';

/** Rows that are drawn at first, and more at a time. */
const ROWS = 100;

/** The deliveries that fit the filter, the newest first. */
export function DeliveryList({ opened }: { readonly opened: number }) {
  const [filter, setFilter] = useState('');
  const [shown, setShown] = useState(ROWS);
  const { deliveries, requests } = live.value;
  const fitting = deliveries.filter((delivery) => fitsFilter(delivery, filter));
  return (
    <section class="list" aria-label={say('deliveries')}>
      <div class="bar">
        <TextField label={say('filter')} kind="search" value={filter} onValue={setFilter} />
      </div>
      {deliveries.length === 0 && <NothingYet />}
      {deliveries.length > 0 && fitting.length === 0 && <p class="quiet">{say('nothingFits')}</p>}
      {fitting.length > 0 && (
        <div class="scroll">
          <table class="deliveries" aria-label={say('deliveries')}>
            <thead>
              <tr>
                <th scope="col">{say('time')}</th>
                <th scope="col">{say('result')}</th>
                <th scope="col">
                  {say('connection')}
                  <small>{say('topic')}</small>
                </th>
                <th scope="col">{say('order')}</th>
              </tr>
            </thead>
            <tbody>
              {fitting.slice(0, shown).map((delivery) => (
                <Row
                  key={delivery.number}
                  delivery={delivery}
                  isOpened={delivery.number === opened}
                  sentBy={requests.find(({ number }) => number === delivery.requests.at(-1))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {fitting.length > shown && (
        <button
          type="button"
          onClick={() => {
            setShown(shown + ROWS);
          }}
        >
          {say('showMore')}
        </button>
      )}
    </section>
  );
}

interface RowProps {
  readonly delivery: DeliverySummary;
  readonly isOpened: boolean;
  /** The last request with events of it. */
  readonly sentBy: RequestSummary | undefined;
}

function Row({ delivery, isOpened, sentBy }: RowProps) {
  const { number, at, source, connection, topic, orderId, reason, isSent } = delivery;
  const { tone, sign, word } = stateOf(delivery);
  return (
    <tr class={isOpened ? 'opened' : ''}>
      <td>
        <a href={toHash('live', number)} aria-current={isOpened ? 'true' : undefined}>
          <Time at={at} />
        </a>
      </td>
      <td>
        <Mark tone={tone} sign={sign} word={say(word)} />
        {reason !== undefined && <small>{reason}</small>}
        {isSent && sentBy !== undefined && (
          <small>{say('sentAfter', { span: toSpan(msUntilAnswered(at, sentBy)) })}</small>
        )}
      </td>
      <td>
        {source}/{connection}
        <small>{topic ?? '–'}</small>
      </td>
      <td>
        <code>{orderId ?? '–'}</code>
      </td>
    </tr>
  );
}

function msUntilAnswered(at: string, { at: sentAt, answeredInMs }: RequestSummary): number {
  return Date.parse(sentAt) + answeredInMs - Date.parse(at);
}

function NothingYet() {
  return (
    <div class="empty">
      <p>{say('nothingYet')}</p>
      <p>
        {say('sendsTo')} <code>{about.value?.webhooksUrl ?? '…'}</code>
      </p>
      <p>
        <a href={toHash('send')}>{say('sendOne')}</a>
      </p>
    </div>
  );
}
