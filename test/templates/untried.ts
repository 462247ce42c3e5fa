import type { Template } from '../support/harness/packaged-service.ts';
import { conditionValues, interactingConditions } from './conditions.ts';

/**
 * Returns what no template of the parameter sets tries, in words: a branch of a condition, or a combination of two conditions
 * that shape the same resource.
 */
export function untried(templates: readonly Template[]): string[] {
  const tried = new Set(templates.flatMap(triedBy));
  const names = new Set(templates.flatMap(({ Conditions }) => Object.keys(Conditions)));
  const pairs = new Set(templates.flatMap((template) => interactingConditions(template).map(String)));
  const branches = [...names].flatMap((name) => [`${name}=true`, `${name}=false`]);
  const combinations = [...pairs].flatMap((pair) => {
    const [one = '', other = ''] = pair.split(',');
    return ['true', 'false'].flatMap((a) => ['true', 'false'].map((b) => `${one}=${a} ${other}=${b}`));
  });
  return [...branches, ...combinations].filter((branch) => !tried.has(branch));
}

function triedBy(template: Template): string[] {
  const values = conditionValues(template);
  return [
    ...[...values].map(([name, value]) => `${name}=${value}`),
    ...interactingConditions(template).map(
      ([one, other]) => `${one}=${values.get(one)} ${other}=${values.get(other)}`,
    ),
  ];
}
