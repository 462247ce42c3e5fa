import { useEffect } from 'preact/hooks';
import { useQuestion } from '../../asking/question.ts';
import type { ParkedLine } from '../../asking/shown-answers.ts';
import { Answered } from '../../parts/answered.tsx';
import { ChangeButton } from '../../parts/change-button.tsx';
import { Table } from '../../parts/table.tsx';
import { Time } from '../../parts/time.tsx';
import { toHash } from '../../state/read-route.ts';
import { route } from '../../state/route.ts';
import { issueWords } from '../../words/issue-words.ts';
import { say } from '../../words/language.ts';
import { ParkedView } from './parked-view.tsx';

/** Deliveries that could not be read. */
export function ParkedPane() {
  const [opened] = route.value.opened;
  const listed = useQuestion<'parked'>();
  const look = (): void => {
    void listed.ask({ question: 'parked' });
  };
  useEffect(look, []);
  const count = listed.answer?.results.length ?? 0;
  return (
    <div class={opened === undefined ? 'split' : 'split has-opened'}>
      <section class="list" aria-label={say('parked')}>
        <p class="buttons">
          <button type="button" onClick={look}>
            {say('refresh')}
          </button>
        </p>
        <Answered asked={listed} label={say('parked')}>
          {(found) => found.length > 0 && <List found={found} opened={opened} />}
        </Answered>
        {count > 1 && (
          <ChangeButton
            label={say('replayAll')}
            question={{ question: 'parked-replay', values: { all: 'yes' } }}
            dryRun={{ dryRun: 'yes' }}
            onDone={look}
          />
        )}
      </section>
      {opened !== undefined && <ParkedView key={opened} parkedKey={opened} onChange={look} />}
    </div>
  );
}

interface ListProps {
  readonly found: readonly ParkedLine[];
  readonly opened: string | undefined;
}

function List({ found, opened }: ListProps) {
  return (
    <Table
      label={say('parked')}
      heads={[say('time'), say('connection'), say('issues')]}
      rows={found.map(({ key, source = '', connection = '', receivedAt, issues = [], unreadable }) => [
        <a key="key" href={toHash('parked', key)} aria-current={key === opened ? 'true' : undefined}>
          <Time at={receivedAt} />
        </a>,
        `${source}/${connection}`,
        unreadable ?? issues.map(issueWords).join('; '),
      ])}
    />
  );
}
