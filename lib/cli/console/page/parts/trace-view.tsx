import { toAmount } from '../format.ts';
import { say } from '../language.ts';
import { about } from '../page-about.ts';
import type { TraceAnswer } from '../shown-answers.ts';
import { toCommand } from '../to-command.ts';
import { CommandLine } from './command-line.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';

/** What is known of an order: where it is, its account, and what to type next. */
export function TraceView({ traced }: { readonly traced: TraceAnswer }) {
  const { place, account, log = [] } = traced;
  return (
    <>
      <p class="place">{place.line}</p>
      {place.next.map((words) => (
        <CommandLine key={words} command={toCommand(words.split(' '), about.value?.accessWords ?? [])} />
      ))}
      {account !== undefined && <Account account={account} />}
      {log.length > 0 && (
        <Table
          label={say('log')}
          heads={[say('time'), say('message'), say('details')]}
          rows={log.map(({ timestamp = '', level: _level, message = '', ...more }) => [
            <Time key="at" at={String(timestamp)} />,
            String(message),
            <code key="more">
              {Object.entries(more)
                .map(([name, value]) => `${name}=${value}`)
                .join(' ')}
            </code>,
          ])}
        />
      )}
    </>
  );
}

type ShownAccount = NonNullable<TraceAnswer['account']>;

const sides = ['told', 'due', 'left', 'untold'] as const satisfies readonly (keyof ShownAccount)[];

function Account({ account }: { readonly account: ShownAccount }) {
  const { backs = [], untoldMeans } = account;
  const rows = sides.flatMap((side) => {
    const amount = account[side];
    return amount === undefined ? [] : [[say(side), toAmount(amount), side === 'untold' ? untoldMeans : '']];
  });
  const refunds = backs.map(({ refundId, amount, state }) => [
    `${say('refund')} ${refundId}`,
    toAmount(amount),
    state,
  ]);
  return (
    <Table
      label={say('account')}
      heads={[say('account'), say('amount'), '']}
      rows={[...rows, ...refunds]}
      numbers={[1]}
    />
  );
}
