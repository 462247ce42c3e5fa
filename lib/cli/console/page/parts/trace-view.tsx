import type { ShownAccount, TraceAnswer } from '../asking/shown-answers.ts';
import { toAmount } from '../words/format.ts';
import { say, sayWord } from '../words/language.ts';
import { NextCommand } from './next-command.tsx';
import { Table } from './table.tsx';
import { Time } from './time.tsx';

/** What is known of an order: where it is, its account, and what to type next. */
export function TraceView({ traced }: { readonly traced: TraceAnswer }) {
  const { place, account, log = [] } = traced;
  return (
    <>
      <p class="place">{place.line}</p>
      {place.next.map((words) => (
        <NextCommand key={words} words={words} />
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

const sides = ['told', 'due', 'left', 'untold'] as const satisfies readonly (keyof ShownAccount)[];

function Account({ account }: { readonly account: ShownAccount }) {
  const { backs, untoldMeans } = account;
  const rows = sides.map((side) => [
    say(side),
    toAmount(account[side]),
    side === 'untold' ? untoldMeans : '',
  ]);
  const refunds = backs.map(({ refundId, amount, state }) => [
    `${say('refund')} ${refundId}`,
    toAmount(amount),
    sayWord(state),
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
