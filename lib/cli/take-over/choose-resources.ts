import { ConfigError } from '../../model/errors.ts';
import { type KeptName, keptNames, keptResources } from '../../stores/stacks/kept-resources.ts';
import { leftOfStack } from './left-of-stack.ts';
import { type LeftResource, shortNameOf } from './left-resource.ts';

/** What a person said about the choice. */
export interface Wanted {
  /** Begins the id of the one earlier stack whose resources count. */
  readonly from: string | undefined;
  /** Resources that a person named. They count before all others. */
  readonly named: readonly LeftResource[];
  /** Those that the deployment shall make anew. */
  readonly fresh: ReadonlySet<KeptName>;
}

/**
 * Returns the one resource for each name of the template.
 * @throws {ConfigError} there are several for a name or none, or a queue's dead letters go to a queue of another set.
 */
export function chooseResources(left: readonly LeftResource[], wanted: Wanted): LeftResource[] {
  const { from, named, fresh } = wanted;
  const counting = from === undefined ? left : leftOfStack(left, from);
  const chosen: LeftResource[] = [];
  const faults: string[] = [];
  for (const name of keptNames) {
    if (fresh.has(name)) continue;
    const byPerson = named.find((one) => one.name === name);
    const found = byPerson ? [byPerson] : counting.filter((one) => one.name === name);
    if (found.length > 1) faults.push(severalOf(name, found));
    else if (found[0] === undefined) faults.push(`No ${name} is known: name it, or have an empty one made`);
    else chosen.push(found[0]);
  }
  if (chosen.length === 0 && faults.every((fault) => fault.startsWith('No '))) {
    throw new ConfigError(
      'Nothing is known that an earlier stack left: CloudFormation forgets after 90 days. Name each with --use',
    );
  }
  faults.push(...mixturesIn(chosen));
  if (faults.length > 0) throw new ConfigError([...faults, ADVICE].join('\n'));
  return chosen;
}

const ADVICE =
  '--from ID takes those of one removed stack, --use NAME=PHYSICAL names one, --new NAME leaves one out: it will be empty';

function severalOf(name: KeptName, found: readonly LeftResource[]): string {
  const each = found.map(
    (one) =>
      `${shortNameOf(one)} (${one.holds ?? 'not counted'}; of ${one.by?.id}, removed ${one.by?.removedAt.toISOString()})`,
  );
  return `There are ${found.length} of ${name}: ${each.join(', ')}`;
}

/** Dead letters that go to another queue than the one that is taken over would be out of sight. */
function* mixturesIn(chosen: readonly LeftResource[]): Generator<string> {
  for (const { name, deadLetters } of chosen) {
    const { deadLetters: partner } = keptResources[name] as { readonly deadLetters?: KeptName };
    const other = chosen.find((one) => one.name === partner);
    if (other === undefined || deadLetters === undefined || deadLetters === shortNameOf(other)) continue;
    yield `${name} sends its dead letters to ${deadLetters}, and not to ${shortNameOf(other)}: they are of two installations`;
  }
}
