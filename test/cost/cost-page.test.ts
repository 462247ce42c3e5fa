import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dollars } from '../../infra/cost/format.ts';
import { readMeasured } from '../../infra/cost/measured.ts';
import { PAGE } from '../../infra/cost/run-cost.ts';
import { costOf, deployed } from '../../infra/cost/scenario.ts';
import { rewriteSections, sectionsOf } from '../../infra/cost/sections.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const scenario = { ...deployed, measured: readMeasured() };

// Where one of these fails, `npm run cost -- --write` writes the tables anew; sentences are for a person to mend.
test('the tables of the page are those that the script makes', () => {
  const page = read(PAGE);

  expect(rewriteSections(page, sectionsOf(scenario))).toBe(page);
});

test('the README names the same sums', () => {
  const { standingNanoDollars, perOrderNanoDollars } = costOf(scenario);

  expect(read('README.md')).toContain(
    `${dollars(standingNanoDollars)} a month without any order, and ${dollars(perOrderNanoDollars)} for a million orders`,
  );
});

test('the page names as many alarms as there are', () => {
  const alarms = read('infra/alarms.yml').match(/Type: AWS::CloudWatch::Alarm$/gm) ?? [];

  expect(read(PAGE)).toContain(`${alarms.length} alarms look at`);
});
