import { UNKNOWN_COMMIT } from '../checkout-commit.ts';
import type { CheckResult } from './check-result.ts';

/** A version and the commit that it was built from, if that is known. */
export interface BuiltFrom {
  readonly version: string;
  readonly commit: string | undefined;
}

/** Digits of a commit that are shown. */
const SHOWN = 8;
const ADVICE =
  'Deploy, or check out the commit that is deployed: this command may read other things than the functions write.';

/** Judges whether what is deployed is what is checked out here. Two commits may have one version, so the commits decide. Pure. */
export function judgeVersions(deployed: BuiltFrom, here: BuiltFrom & { readonly node: string }): CheckResult {
  const found = `adapter ${describe(deployed)}, here ${describe(here)}, Node ${here.node}`;
  if (deployed.version !== here.version) return { state: 'warn', found, advice: ADVICE };
  if (!isKnown(deployed) || !isKnown(here) || deployed.commit === here.commit) return { state: 'ok', found };
  return { state: 'warn', found, advice: ADVICE };
}

function isKnown({ commit }: BuiltFrom): boolean {
  return commit !== undefined && commit !== UNKNOWN_COMMIT;
}

function describe({ version, commit = UNKNOWN_COMMIT }: BuiltFrom): string {
  if (commit === UNKNOWN_COMMIT) return `${version} (commit unknown)`;
  return `${version} (${commit.slice(0, SHOWN)}${commit.endsWith('-dirty') ? '-dirty' : ''})`;
}
