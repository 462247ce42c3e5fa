import type { Source } from '../../sources/source.ts';
import type { Terminal } from '../command.ts';
import { printValue } from '../print-results.ts';
import type { ChosenCase } from './trigger-cases.ts';

interface Printed {
  readonly source: Source;
  readonly chosen: ChosenCase;
  readonly body: unknown;
}

/**
 * Prints the body of a case as it would be sent, and its topic on standard error. With `json` it is one line that names
 * source, topic and case, too.
 */
export function printCase(
  { source, chosen, body }: Printed,
  terminal: Pick<Terminal, 'print' | 'complain' | 'screen'>,
  { json = false }: { readonly json?: boolean | undefined },
): void {
  const { topic, name } = chosen;
  if (json) {
    printValue(terminal, { source: source.id, topic, case: name, body }, { json });
    return;
  }
  printValue(terminal, body);
  terminal.complain(`${source.id}, topic ${topic}, case ${name}`);
}
