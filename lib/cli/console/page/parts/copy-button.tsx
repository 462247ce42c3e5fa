import { useState } from 'preact/hooks';
import { say } from '../words/language.ts';

const SHOWN_MS = 1_500;

/** A button that copies a text, and says so. `what` names the text for those who hear the page. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed');
    }
    setTimeout(() => {
      setState('idle');
    }, SHOWN_MS);
  };
  const words = { idle: say('copy'), copied: say('copied'), failed: say('copyFailed') };
  return (
    <button type="button" class="small" aria-label={`${words[state]}: ${what}`} onClick={() => void copy()}>
      {words[state]}
    </button>
  );
}
