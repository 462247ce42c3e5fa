import { namesOf } from './names-of.ts';

const ENTRIES = /(export const loaders = \{\n)([\s\S]*?)(\} satisfies)/;

/** Returns the text of the registry with one more source, in the order of the alphabet. @throws {Error} it is another file. */
export function registerSource(registry: string, id: string): string {
  const [, head = '', entries = '', end = ''] = ENTRIES.exec(registry) ?? [];
  if (head === '') throw new Error('lib/sources/registry.ts has another form');
  const { object } = namesOf(id);
  const key = id === object ? id : `'${id}'`;
  const entry = `  ${key}: async () => (await import('./${id}/source.ts')).${object},\n`;
  const all = [...entries.split(/(?<=\n)/), entry].toSorted((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1));
  return registry.replace(`${head}${entries}${end}`, `${head}${all.join('')}${end}`);
}

function nameIn(line: string): string {
  return line.replace(/^ *'?/, '');
}
