import { useState } from 'preact/hooks';
import { type Draft, draft } from '../state/draft.ts';
import { reveal } from '../state/reveal.ts';
import { goTo } from '../state/route.ts';
import { say } from '../words/language.ts';

interface EditButtonProps {
  readonly label: string;
  readonly isPossible: boolean;
  /** Returns what is to be edited, unmasked. What is shown may still be masked when the button is pressed. */
  readonly load: () => Promise<Draft>;
}

/** Opens a body in the pane that sends. Only if personal data is shown: a masked body is none. */
export function EditButton({ label, isPossible, load }: EditButtonProps) {
  const [problem, setProblem] = useState<string>();
  const edit = async (): Promise<void> => {
    try {
      draft.value = await load();
      goTo('send');
    } catch (error) {
      setProblem(String(error));
    }
  };
  return (
    <>
      <button
        type="button"
        disabled={!isPossible || !reveal.value}
        aria-describedby={reveal.value ? undefined : 'edit-needs'}
        onClick={() => void edit()}
      >
        {label}
      </button>
      {problem !== undefined && (
        <span role="alert" class="bad-text">
          {problem}
        </span>
      )}
      {!reveal.value && (
        <span id="edit-needs" class="quiet">
          {say('editNeedsReveal')}
        </span>
      )}
    </>
  );
}
