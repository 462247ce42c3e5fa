import { measuredTable } from './measured-table.ts';
import { monthTable } from './month-table.ts';
import { optionsTable } from './options-table.ts';
import { pricesTable } from './prices-table.ts';
import { profilesTable } from './profiles-table.ts';
import type { Scenario } from './scenario.ts';
import { volumesTable } from './volumes-table.ts';

/** Part of the page that is written by the script. */
export interface Section {
  /** As the marks in the page name it. */
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

const marksOf = (name: string) => ({ start: `<!-- cost:${name} -->`, end: `<!-- /cost:${name} -->` });

/** Returns what the script knows of a scenario. */
export function sectionsOf(scenario: Scenario): Section[] {
  return [
    { name: 'month', title: 'A month', text: monthTable(scenario) },
    { name: 'volumes', title: 'More and fewer orders', text: volumesTable(scenario) },
    { name: 'options', title: 'What each option changes', text: optionsTable(scenario) },
    { name: 'profiles', title: 'Profiles', text: profilesTable(scenario) },
    { name: 'measured', title: 'What was measured', text: measuredTable(scenario) },
    { name: 'prices', title: 'Prices', text: pricesTable() },
  ];
}

/** Returns a page with its marked parts replaced. @throws {Error} a part is not marked in the page. */
export function rewriteSections(page: string, sections: readonly Section[]): string {
  return sections.reduce((text, section) => rewriteSection(text, section), page);
}

function rewriteSection(page: string, { name, text }: Section): string {
  const marks = marksOf(name);
  const start = page.indexOf(marks.start);
  const end = page.indexOf(marks.end);
  if (start === -1 || end < start) throw new Error(`the page has no part marked ${name}`);
  return `${page.slice(0, start + marks.start.length)}\n\n${text}\n\n${page.slice(end)}`;
}
