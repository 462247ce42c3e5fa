import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const TextsSchema = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((found) => [found].flat()),
);

const StatementSchema = v.strictObject({
  Sid: v.string(),
  Effect: v.literal('Allow'),
  Principal: v.optional(v.record(v.string(), TextsSchema)),
  Action: TextsSchema,
  Resource: v.optional(TextsSchema),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), TextsSchema)), {}),
});

const PolicySchema = v.strictObject({
  Version: v.literal('2012-10-17'),
  Statement: v.array(StatementSchema),
});

export type Policy = v.InferOutput<typeof PolicySchema>;

/** What is asked of AWS: an action on a resource, and what else AWS knows of the request. */
export interface AccessRequest {
  readonly action: string;
  /** An ARN, or `*` for an action that knows no resources. */
  readonly resource: string;
  /** Keys of conditions and their values. */
  readonly context?: Readonly<Record<string, string>>;
}

/** Returns a policy of `docs/policies/`. Throws if it says anything that `isAllowed` would not understand. */
export function readPolicy(name: string): Policy {
  const file = new URL(`../../../docs/policies/${name}.json`, import.meta.url);
  return v.parse(PolicySchema, JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * Tells whether a policy allows a request. It knows what the policies here use: statements that allow, and conditions on texts.
 * Principals are not looked at.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (read 2026-11-30)
 */
export function isAllowed(policy: Policy, { action, resource, context = {} }: AccessRequest): boolean {
  return policy.Statement.some(
    ({ Action, Resource = ['*'], Condition }) =>
      Action.some((pattern) => isLike(action, pattern)) &&
      Resource.some((pattern) => isLike(resource, pattern)) &&
      Object.entries(Condition).every(([operator, keys]) => {
        if (!['ArnLike', 'StringEquals', 'StringLike'].includes(operator)) throw new Error(operator);
        return Object.entries(keys).every(([key, values]) => {
          const found = context[key];
          if (found === undefined) return false;
          return values.some((value) =>
            operator === 'StringEquals' ? found === value : isLike(found, value),
          );
        });
      }),
  );
}

/** `*` is any text and `?` any letter, as in a policy of AWS. */
export function isLike(text: string, pattern: string): boolean {
  const escaped = pattern.replace(/[\\^$.+()[\]{}|]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}
