import type { Template } from './replacements.ts';

type Resource = Template['Resources'][string];

/**
 * Returns what an update from one template to another does, as lines of a Markdown table: a row for each set of properties that
 * changes, with the resources whose properties they are, and a row each for what is new, goes, and stays as it is.
 */
export function upgradeTable(before: Template, after: Template): string[] {
  const names = [...new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)])].sort();
  const rows = Map.groupBy(names, (name) => fateOf(before.Resources[name], after.Resources[name]));
  const fates = [...rows.keys()].sort((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b));
  return [
    '| what happens | to |',
    '|---|---|',
    ...fates.map(
      (fate) => `| ${fate} | ${byType(rows.get(fate) ?? [], { ...after.Resources, ...before.Resources })} |`,
    ),
  ];
}

const STAYS = '**stays** as it is';
const NEW = '**new**';
const GOES = '**goes**';

function placeOf(fate: string): number {
  return [STAYS, NEW, GOES].indexOf(fate) + 1 || 4;
}

function fateOf(before: Resource | undefined, after: Resource | undefined): string {
  if (before === undefined) return NEW;
  if (after === undefined) return GOES;
  const changed = [...new Set(changesOf(before.Properties ?? {}, after.Properties ?? {}, []))].sort();
  return changed.length === 0 ? STAYS : `changes: ${changed.map((path) => `\`${path}\``).join(', ')}`;
}

/** Paths of the properties that differ. What stands in a list or behind a function of CloudFormation is one property. */
function changesOf(before: unknown, after: unknown, path: readonly string[]): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [path.join('.')];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    key.startsWith('Fn::') ? [path.join('.')] : changesOf(before[key], after[key], [...path, key]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byType(names: readonly string[], resources: Template['Resources']): string {
  const types = Map.groupBy(names, (name) => resources[name]?.Type.replace('AWS::', '') ?? '');
  return [...types]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([type, own]) => `${type}: ${own.map((name) => `\`${name}\``).join(', ')}`)
    .join('<br>');
}
