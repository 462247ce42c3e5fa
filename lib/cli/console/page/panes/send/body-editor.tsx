import { indentJson } from '../../indent-json.ts';
import { findJsonMistake } from '../../json-mistake.ts';
import { say } from '../../language.ts';
import { Mark } from '../../parts/mark.tsx';

interface BodyEditorProps {
  readonly body: string;
  readonly onBody: (body: string) => void;
}

/** The body to be sent, as one types it; below it where it stops being JSON. */
export function BodyEditor({ body, onBody }: BodyEditorProps) {
  const mistake = body === '' ? undefined : findJsonMistake(body);
  return (
    <section class="editor" aria-label={say('body')}>
      <label class="field grow">
        <span>{say('body')}</span>
        <textarea
          class="code"
          value={body}
          spellcheck={false}
          aria-invalid={mistake !== undefined}
          aria-describedby="body-mistake"
          onInput={({ currentTarget }) => {
            onBody(currentTarget.value);
          }}
        />
      </label>
      <p id="body-mistake" role="status">
        {mistake === undefined ? (
          <Mark tone="good" word="JSON" />
        ) : (
          <Mark tone="bad" word={say(mistake.found === '' ? 'breaksOff' : 'notJson', { ...mistake })} />
        )}{' '}
        <button
          type="button"
          class="small"
          disabled={mistake !== undefined}
          onClick={() => {
            onBody(indentJson(body));
          }}
        >
          {say('indent')}
        </button>
      </p>
    </section>
  );
}
