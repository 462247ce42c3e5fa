import type { Template } from '../support/harness/packaged-service.ts';

/** What stands for a property that is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

/**
 * Returns what each condition of a packaged template comes to. The framework has filled in the parameters by then, so a
 * condition compares texts.
 * @throws {Error} a condition has another form.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html (read 2026-11-30)
 */
export function conditionValues({ Conditions }: Template): ReadonlyMap<string, boolean> {
  const valueOf = (condition: unknown): boolean => {
    const [operator = '', operand] = onlyEntry(condition);
    const operands = Array.isArray(operand) ? (operand as unknown[]) : [operand];
    if (operator === 'Fn::Equals') return String(operands[0]) === String(operands[1]);
    if (operator === 'Fn::Not') return !valueOf(operands[0]);
    if (operator === 'Fn::And') return operands.every(valueOf);
    if (operator === 'Fn::Or') return operands.some(valueOf);
    if (operator === 'Condition') return valueOf(Conditions[String(operand)]);
    throw new Error(`No such operator of a condition: ${operator}`);
  };
  return new Map(Object.entries(Conditions).map(([name, condition]) => [name, valueOf(condition)]));
}

/** Returns the template as CloudFormation deploys it: without conditions, and with the branches that were chosen. */
export function resolveConditions(template: Template): Template {
  const values = conditionValues(template);
  const isWanted = (condition: unknown) => typeof condition !== 'string' || values.get(condition) === true;
  const resolve = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(resolve).filter((entry) => entry !== NO_VALUE);
    if (typeof node !== 'object' || node === null) return node;
    if ('Ref' in node && node.Ref === 'AWS::NoValue') return NO_VALUE;
    if ('Fn::If' in node) {
      const [condition, whenTrue, whenFalse] = node['Fn::If'] as [string, unknown, unknown];
      return resolve(isWanted(condition) ? whenTrue : whenFalse);
    }
    return Object.fromEntries(
      Object.entries(node)
        .map(([key, value]) => [key, resolve(value)] as const)
        .filter(([, value]) => value !== NO_VALUE),
    );
  };
  const wanted = (parts: Readonly<Record<string, Readonly<Record<string, unknown>>>>) =>
    Object.fromEntries(
      Object.entries(parts)
        .filter(([, part]) => isWanted(part['Condition']))
        .map(([name, { Condition, ...part }]) => [name, resolve(part)] as const),
    );
  return {
    Conditions: {},
    Resources: wanted(template.Resources) as Template['Resources'],
    Outputs: wanted(template.Outputs) as Template['Outputs'],
  };
}

/**
 * Returns the pairs of conditions that shape the same resource, each in the order of the alphabet. Not those of which one
 * refers to the other: not every combination of them is possible.
 */
export function interactingConditions({ Conditions, Resources, Outputs }: Template): [string, string][] {
  const refersTo = (one: string, other: string) =>
    JSON.stringify(Conditions[one]).includes(`{"Condition":"${other}"}`);
  const pairs = [...Object.values(Resources), ...Object.values(Outputs)].flatMap((part) => {
    const names = [...conditionsIn(part)].sort();
    return names.flatMap((one, index) =>
      names.slice(index + 1).map((other): [string, string] => [one, other]),
    );
  });
  const byText = new Map(pairs.map((pair) => [pair.join(), pair]));
  return [...byText.values()].filter(([one, other]) => !refersTo(one, other) && !refersTo(other, one));
}

function conditionsIn(part: object): Set<string> {
  const text = JSON.stringify(part);
  return new Set([...text.matchAll(/"(?:Fn::If":\[|Condition":)"(\w+)"/g)].map(([, name = '']) => name));
}

function onlyEntry(condition: unknown): [string, unknown] | [] {
  return typeof condition === 'object' && condition !== null
    ? (Object.entries(condition)[0] as [string, unknown])
    : [];
}
