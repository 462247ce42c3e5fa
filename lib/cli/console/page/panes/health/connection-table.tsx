import { useState } from 'preact/hooks';
import type { StatusAnswer } from '../../asking/shown-answers.ts';
import { TextField } from '../../parts/field.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Table } from '../../parts/table.tsx';
import { Time } from '../../parts/time.tsx';
import { connections } from '../../state/page-connections.ts';
import { joinWords, toTime } from '../../words/format.ts';
import { say } from '../../words/language.ts';

/** Every connection in a row: when Dfinery accepted something last, when the shop was heard, and what pauses it. */
export function ConnectionTable({ found }: { readonly found: StatusAnswer }) {
  const [filter, setFilter] = useState('');
  const sources = new Map(connections.value.map(({ id, source }) => [id, source]));
  const rows = found.connections
    .map((one) => ({ ...one, source: sources.get(one.id) ?? '–' }))
    .filter(({ id, source }) => `${id} ${source}`.toLowerCase().includes(filter.toLowerCase()));
  return (
    <>
      <div class="bar">
        <TextField label={say('filter')} kind="search" value={filter} onValue={setFilter} />
      </div>
      <Table
        label={say('connections')}
        heads={[
          say('connection'),
          say('source'),
          say('service'),
          say('lastAccepted'),
          say('lastHeard'),
          say('pause'),
        ]}
        rows={rows.map(({ id, source, serviceId, acceptedAt, heardAt, refusedAt, code }) => [
          id,
          source,
          serviceId,
          <>
            <Time at={acceptedAt} />
            {refusedAt !== undefined && (
              <span class="quiet"> · {say('saidNo', { time: toTime(refusedAt), code: code ?? '?' })}</span>
            )}
          </>,
          <Time key="heard" at={heardAt} />,
          <Pauses key="pause" found={found} id={id} serviceId={serviceId} />,
        ])}
      />
    </>
  );
}

interface PausesProps {
  readonly found: StatusAnswer;
  readonly id: string;
  readonly serviceId: string;
}

function Pauses({ found: { pauses }, id, serviceId }: PausesProps) {
  const own = pauses.filter(
    (pause) => pause.serviceId === serviceId && (pause.connection === undefined || pause.connection === id),
  );
  if (own.length === 0) return <Mark tone="good" word={say('noPause')} />;
  return (
    <>
      {own.map(({ reason, call, nextProbe }) => (
        <Mark
          key={`${call ?? ''} ${reason}`}
          tone="bad"
          word={joinWords([reason, call, say('nextProbeAt', { time: toTime(nextProbe) })], ' · ')}
        />
      ))}
    </>
  );
}
