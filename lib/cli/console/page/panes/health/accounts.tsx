import type { StatusSpan } from '../../asking/shown-answers.ts';
import { Table } from '../../parts/table.tsx';
import { joinWords, toCount } from '../../words/format.ts';
import { say, sayWord } from '../../words/language.ts';

interface AccountsProps {
  readonly hour: StatusSpan;
  readonly day: StatusSpan;
}

/** The accounts of the last hour and day, as the command counts them. */
export function Accounts({ hour, day }: AccountsProps) {
  const rows = Object.keys(day).flatMap((name) => {
    const account = day[name];
    if (!isAccount(account)) return [];
    const past = hour[name];
    return [
      [sayWord(name), say('lastHour'), isAccount(past) ? toWords(past) : '–'],
      ['', say('lastDay'), toWords(account)],
    ];
  });
  return <Table label={say('accounts')} heads={[say('account'), say('since'), say('counts')]} rows={rows} />;
}

type Account = Readonly<Record<string, unknown>>;

function isAccount(value: unknown): value is Account {
  return typeof value === 'object' && value !== null;
}

/** The total first, then what is not zero, each with its reasons. */
function toWords({ total, rest, reasons, ...parts }: Account): string {
  const whys = isAccount(reasons) ? reasons : {};
  const shown = Object.entries({ ...parts, rest }).filter(
    ([, count]) => typeof count === 'number' && count !== 0,
  );
  const words = shown.map(
    ([name, count]) => `${sayWord(name)} ${toCount(Number(count))}${reasonsOf(whys[name])}`,
  );
  return joinWords([toCount(Number(total)), words.join(' + ')], ' = ');
}

function reasonsOf(reasons: unknown): string {
  if (!isAccount(reasons)) return '';
  return ` (${Object.entries(reasons)
    .map(([reason, count]) => `${reason} ${toCount(Number(count))}`)
    .join(', ')})`;
}
