import { namesOf } from './names-of.ts';

const ENTRIES = /(export const sources = \{\n)([\s\S]*?)(\} satisfies)/;

/** Returns the text of the registry with one more source, in the order of the alphabet. @throws {Error} it is another file. */
export function registerSource(registry: string, id: string): string {
  const [, head = '', entries = '', end = ''] = ENTRIES.exec(registry) ?? [];
  const imports = registry.match(/^import .*\n/gm);
  if (head === '' || imports === null) throw new Error('lib/sources/registry.ts has another form');
  const { object } = namesOf(id);
  const entry = id === object ? `  ${id},\n` : `  '${id}': ${object},\n`;
  const all = sorted([...entries.split(/(?<=\n)/), entry], (line) => line.replace(/^ *'?/, ''));
  const added = [...imports, `import { ${object} } from './${id}/source.ts';\n`];
  return registry
    .replace(imports.join(''), sorted(added, (line) => line.split("from '")[1] ?? '').join(''))
    .replace(`${head}${entries}${end}`, `${head}${all.join('')}${end}`);
}

function sorted(lines: readonly string[], by: (line: string) => string): string[] {
  return lines.toSorted((a, b) => (by(a) < by(b) ? -1 : 1));
}
