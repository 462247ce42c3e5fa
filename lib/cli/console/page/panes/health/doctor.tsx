import { useQuestion } from '../../asking/question.ts';
import type { DoctorLine } from '../../asking/shown-answers.ts';
import { Answered } from '../../parts/answered.tsx';
import { Mark } from '../../parts/mark.tsx';
import { Table } from '../../parts/table.tsx';
import { joinWords } from '../../words/format.ts';
import { say, sayWord } from '../../words/language.ts';

const tones = { ok: 'good', note: 'quiet', warn: 'busy', fail: 'bad' } as const satisfies Record<
  DoctorLine['state'],
  string
>;

/** The doctor's checks. They ask Dfinery and send a signed webhook, so they run when asked for. */
export function Doctor() {
  const checked = useQuestion<'doctor'>();
  return (
    <>
      <p class="buttons">
        <button
          type="button"
          disabled={checked.isBusy}
          onClick={() => void checked.ask({ question: 'doctor' })}
        >
          {say('runDoctor')}
        </button>
      </p>
      <Answered asked={checked} label={say('doctor')}>
        {(results) =>
          results.length > 0 && (
            <Table
              label={say('doctor')}
              heads={[say('state'), say('check'), say('found')]}
              rows={results.map(({ connection, check, state, found, advice }) => [
                <Mark key="state" tone={tones[state]} word={sayWord(state)} />,
                joinWords([connection, check], ': '),
                <>
                  {found}
                  {advice !== undefined && <div class="advice">→ {advice}</div>}
                </>,
              ])}
            />
          )
        }
      </Answered>
    </>
  );
}
