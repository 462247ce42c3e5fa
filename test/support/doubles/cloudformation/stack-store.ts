import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { replacements } from '../../reading/replacements.ts';
import { importFaultOf, type ResourceToImport } from './import-rules.ts';

const TemplateSchema = v.object({
  Conditions: v.optional(v.record(v.string(), v.unknown()), {}),
  Resources: v.record(
    v.string(),
    v.looseObject({
      Type: v.string(),
      Properties: v.optional(v.record(v.string(), v.unknown()), {}),
      DeletionPolicy: v.optional(v.string()),
    }),
  ),
  Outputs: v.optional(v.record(v.string(), v.looseObject({ Value: v.unknown() })), {}),
});

export type DeployedTemplate = v.InferOutput<typeof TemplateSchema>;

export type ChangeKind = 'CREATE' | 'UPDATE' | 'IMPORT';

export interface DeployedResource {
  readonly type: string;
  readonly physicalId: string;
  /** `DELETE_SKIPPED` if it outlived its stack. */
  status: string;
}

/** A stack, also one that was removed. */
export interface DeployedStack {
  readonly id: string;
  readonly name: string;
  status: string;
  template: string;
  deletedAt: Date | undefined;
  readonly resources: Map<string, DeployedResource>;
  /** Statuses of the stack, the newest first. */
  readonly events: { readonly id: string; readonly status: string }[];
  changeSet:
    | {
        readonly kind: ChangeKind;
        readonly template: string;
        readonly fault: string | undefined;
        readonly toImport: readonly ResourceToImport[];
      }
    | undefined;
}

/** What the resources of stacks really are. */
export interface PhysicalResources {
  /** Makes a resource, and returns what identifies it. */
  readonly make: (resource: {
    readonly stack: string;
    readonly name: string;
    readonly type: string;
    readonly properties: Readonly<Record<string, unknown>>;
  }) => Promise<string>;
  readonly exists: (type: string, physicalId: string) => Promise<boolean>;
  /** Returns the ARN of a queue. */
  readonly arnOf: (physicalId: string) => string;
}

const KEPT = new Set(['Retain', 'RetainExceptOnCreate']);

/** Returns stacks that behave as those of CloudFormation do: of a name at most one lives, and removed ones are remembered. */
export function createStackStore({ make, exists, arnOf }: PhysicalResources) {
  const stacks: DeployedStack[] = [];
  const living = (name: string): DeployedStack | undefined =>
    stacks.find((stack) => (stack.name === name || stack.id === name) && stack.deletedAt === undefined);

  function setStatus(stack: DeployedStack, status: string): void {
    stack.status = status;
    stack.events.unshift({ id: randomUUID(), status });
  }

  function begin(name: string): DeployedStack {
    const id = `arn:aws:cloudformation:ap-northeast-2:000000000000:stack/${name}/${randomUUID()}`;
    const stack: DeployedStack = {
      id,
      name,
      status: 'REVIEW_IN_PROGRESS',
      template: '{"Resources":{}}',
      deletedAt: undefined,
      resources: new Map(),
      events: [],
      changeSet: undefined,
    };
    stacks.push(stack);
    return stack;
  }

  async function carryOut(
    stack: DeployedStack,
    { kind, template, toImport }: NonNullable<DeployedStack['changeSet']>,
  ): Promise<void> {
    const after = readTemplate(template);
    const replaced = replacements(readTemplate(stack.template), after);
    if (replaced.length > 0) throw new Error(`This stand-in replaces nothing: ${replaced.join()}`);
    setStatus(stack, `${kind}_IN_PROGRESS`);
    const arn = (name: string): string => arnOf(stack.resources.get(name)?.physicalId ?? name);
    // A queue needs the one that takes its dead letters.
    const inOrder = Object.entries(after.Resources).toSorted(
      ([, a], [, b]) => Number('RedrivePolicy' in a.Properties) - Number('RedrivePolicy' in b.Properties),
    );
    for (const [name, { Type: type, Properties }] of inOrder) {
      if (stack.resources.has(name)) continue;
      const imported = toImport.find((one) => one.name === name);
      const properties = withArns(Properties, arn);
      const physicalId = imported?.value ?? (await make({ stack: stack.name, name, type, properties }));
      stack.resources.set(name, { type, physicalId, status: `${kind}_COMPLETE` });
    }
    stack.template = template;
    setStatus(stack, `${kind}_COMPLETE`);
  }

  return {
    stacks,
    living,
    /** By name a living stack, by its whole id a removed one, too. */
    find: (name: string): DeployedStack | undefined => living(name) ?? stacks.find(({ id }) => id === name),
    async prepare(
      name: string,
      change: {
        readonly kind: ChangeKind;
        readonly template: string;
        readonly toImport: readonly ResourceToImport[];
      },
    ): Promise<DeployedStack> {
      const known = living(name);
      if (change.kind === 'UPDATE' && known === undefined) throw new Error(`Stack [${name}] does not exist`);
      const stack = known ?? begin(name);
      if (change.kind !== 'UPDATE' && stack.status !== 'REVIEW_IN_PROGRESS')
        throw new Error(`Stack [${name}] already exists and cannot be created again with the changeSet`);
      const owned = stacks.flatMap(({ deletedAt, resources }) =>
        deletedAt === undefined ? [...resources.values()].map(({ physicalId }) => physicalId) : [],
      );
      const fault =
        change.kind === 'IMPORT'
          ? await importFaultOf({ ...change, template: readTemplate(change.template) }, { exists, owned })
          : undefined;
      stack.changeSet = { ...change, fault };
      return stack;
    },
    async execute(name: string): Promise<void> {
      const stack = living(name);
      const change = stack?.changeSet;
      if (stack === undefined || change === undefined) throw new Error('ChangeSet does not exist');
      if (change.fault !== undefined) throw new Error('The change set failed, and cannot be executed');
      stack.changeSet = undefined;
      await carryOut(stack, change);
    },
    remove(name: string): void {
      const stack = living(name);
      if (stack === undefined) return;
      const { Resources } = readTemplate(stack.template);
      for (const [logical, resource] of stack.resources)
        resource.status = KEPT.has(Resources[logical]?.DeletionPolicy ?? '')
          ? 'DELETE_SKIPPED'
          : 'DELETE_COMPLETE';
      setStatus(stack, 'DELETE_COMPLETE');
      stack.deletedAt = new Date();
    },
  };
}

/** Replaces the ARN of a queue that stands in a redrive policy. */
function withArns(
  properties: Readonly<Record<string, unknown>>,
  arnOf: (name: string) => string,
): Readonly<Record<string, unknown>> {
  const redrive = properties['RedrivePolicy'] as { deadLetterTargetArn: unknown } | undefined;
  const target = redrive?.deadLetterTargetArn as { 'Fn::GetAtt'?: [string, string] } | undefined;
  const name = target?.['Fn::GetAtt']?.[0];
  if (name === undefined) return properties;
  return { ...properties, RedrivePolicy: { ...redrive, deadLetterTargetArn: arnOf(name) } };
}

export type StackStore = ReturnType<typeof createStackStore>;

/** @throws {Error} it is no template. */
export function readTemplate(text: string): DeployedTemplate {
  return v.parse(TemplateSchema, JSON.parse(text));
}
