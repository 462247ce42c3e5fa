import { about } from '../state/page-about.ts';
import { CommandLine } from './command-line.tsx';

/** A command that another one advises. It leaves out which adapter is meant: its reader knows. */
export function NextCommand({ words }: { readonly words: string }) {
  return <CommandLine command={['adapter', words, ...(about.value?.accessWords ?? [])].join(' ')} />;
}
