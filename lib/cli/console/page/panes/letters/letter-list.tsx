import type { LetterLine } from '../../asking/shown-answers.ts';
import { Table } from '../../parts/table.tsx';
import { Time } from '../../parts/time.tsx';
import { toHash } from '../../state/read-route.ts';
import { joinWords } from '../../words/format.ts';
import { say } from '../../words/language.ts';

interface LetterListProps {
  readonly letters: readonly LetterLine[];
  readonly opened: string | undefined;
}

/** Dead letters, one a row. */
export function LetterList({ letters, opened }: LetterListProps) {
  return (
    <Table
      label={say('letters')}
      heads={[say('letter'), say('cause'), say('connection'), say('order'), say('diedAt')]}
      rows={letters.map(({ id, cause, code, kind, connection = '–', orderId = '–', diedAt }) => [
        <a key="id" href={toHash('letters', id)} aria-current={id === opened ? 'true' : undefined}>
          {id.slice(0, 8)}
        </a>,
        joinWords([cause, code === cause ? undefined : code]),
        connection,
        <code key="order">{joinWords([kind, orderId])}</code>,
        <Time key="died" at={diedAt} />,
      ])}
    />
  );
}
