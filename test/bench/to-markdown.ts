import type { Figure, Section, Target } from './section.ts';

/** Returns a section as Markdown: its text and its table. */
export function toMarkdown({ title, says, rows }: Section): string {
  const columns = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
  const lines = rows.map(({ name, figures }) =>
    tableRow([name, ...columns.map((column) => show(figures[column]))]),
  );
  return [`### ${title}`, '', says, '', ...tableHead(['', ...columns]), ...lines, ''].join('\n');
}

/** Returns a Markdown table of the targets and the figures that were found. */
export function toTargetTable(targets: readonly Target[]): string {
  const lines = targets.map(({ name, wanted, found, isMet }) =>
    tableRow([name, wanted, round(found), isMet ? 'met' : '**missed**']),
  );
  return [...tableHead(['target', 'wanted', 'found', '']), ...lines, ''].join('\n');
}

function tableHead(columns: readonly string[]): string[] {
  return [
    tableRow(columns),
    `|---|${columns
      .slice(1)
      .map(() => '--:|')
      .join('')}`,
  ];
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function show(figure: Figure | undefined): string {
  if (figure === undefined) return '';
  const { value, unit } = figure;
  if (unit === 'ns') return duration(value);
  if (unit === '$') return `$${value.toFixed(2)}`;
  if (unit === '%') return `${Math.round(value)} %`;
  return unit === '' ? round(value) : `${round(value)} ${unit}`;
}

const DURATIONS = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
] as const;

function duration(nanoseconds: number): string {
  const [size, unit] = DURATIONS.find(([least]) => nanoseconds >= least) ?? [1, 'ns'];
  return `${round(nanoseconds / size)} ${unit}`;
}

/** To three significant digits. */
function round(value: number): string {
  return value >= 1_000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
