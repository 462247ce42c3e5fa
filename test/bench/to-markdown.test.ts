import { expect, test } from 'vitest';
import { figure, type Section, share, target } from './section.ts';
import { toMarkdown, toTargetTable } from './to-markdown.ts';

const targets = [target('speed', 0.41234, { atLeast: 0.5 }), target('requests', 3, { atMost: 3 })];
const section: Section = {
  title: 'Title',
  says: 'What was done.',
  rows: [
    { name: 'one', figures: { time: figure(12_345, 'ns'), spread: share(0.051) } },
    {
      name: 'two',
      figures: { time: figure(2e9, 'ns'), size: figure(1_234.5, 'KB'), price: figure(1.5, '$') },
    },
  ],
  targets,
};

test('a section is a table with every figure in its unit', () => {
  expect(toMarkdown(section)).toBe(
    [
      '### Title',
      '',
      'What was done.',
      '',
      '|  | time | spread | size | price |',
      '|---|--:|--:|--:|--:|',
      '| one | 12.3 µs | 5 % |  |  |',
      '| two | 2 s |  | 1,235 KB | $1.50 |',
      '',
    ].join('\n'),
  );
});

test('targets appear beside the figures', () => {
  expect(toTargetTable(targets)).toContain('| speed | ≥ 0.5 | 0.412 | **missed** |');
  expect(toTargetTable(targets)).toContain('| requests | ≤ 3 | 3 | met |');
});
