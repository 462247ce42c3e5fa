import type { Source } from '../../../lib/sources/source.ts';

export interface ExampleSecrets {
  readonly current: string;
  readonly previous: string;
  /** Another party's secret. */
  readonly other: string;
}

const anyText: ExampleSecrets = {
  current: 'conformance-secret-1',
  previous: 'conformance-secret-0',
  other: 'quite-another-secret',
};

/** Secrets of sources that require a certain form, by the source's id. */
const ofTheirOwnForm: Readonly<Record<string, ExampleSecrets>> = {
  shopby: { current: 'A1-_'.repeat(8), previous: 'A0-_'.repeat(8), other: 'Z9-_'.repeat(8) },
  'stripe-checkout': {
    current: 'whsec_conformance1',
    previous: 'whsec_conformance0',
    other: 'whsec_another-account',
  },
  'standard-webhooks': {
    current: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
    previous: `whsec_${Buffer.alloc(24, 2).toString('base64')}`,
    other: `whsec_${Buffer.alloc(64, 3).toString('base64')}`,
  },
};

/** Returns signing secrets in the platform's form. */
export function exampleSecretsOf({ id }: Pick<Source, 'id'>): ExampleSecrets {
  return ofTheirOwnForm[id] ?? anyText;
}
