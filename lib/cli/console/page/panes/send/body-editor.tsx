import { indentJson } from '../../json/indent-json.ts';
import { findJsonMistake } from '../../json/json-mistake.ts';
import { TextArea } from '../../parts/field.tsx';
import { Mark } from '../../parts/mark.tsx';
import { say } from '../../words/language.ts';

interface BodyEditorProps {
  readonly body: string;
  readonly onBody: (body: string) => void;
}

/** The body to be sent, as one types it; below it where it stops being JSON. */
export function BodyEditor({ body, onBody }: BodyEditorProps) {
  const mistake = body === '' ? undefined : findJsonMistake(body);
  return (
    <section class="editor" aria-label={say('body')}>
      <TextArea
        label={say('body')}
        value={body}
        problem={mistake === undefined ? undefined : 'body-mistake'}
        onValue={onBody}
      />
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
