import { say } from '../words/language.ts';
import { CopyButton } from './copy-button.tsx';

/** A command to be typed in the project's folder, with a button to copy it. */
export function CommandLine({ command }: { readonly command: string }) {
  return (
    <p class="command">
      <span aria-hidden="true">$</span>
      <code>{command}</code>
      <CopyButton text={`npm run -s ${command.replace(/^adapter /, 'adapter -- ')}`} what={say('command')} />
    </p>
  );
}
