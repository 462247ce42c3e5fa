import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks on the terminal without showing what is typed. Returns `undefined` if standard input is not a terminal. */
export async function askSecret(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  process.stderr.write(question);
  const nowhere = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const asking = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return (await asking.question('')).trim();
  } finally {
    asking.close();
    process.stderr.write('\n');
  }
}
