import type { KeptName } from '../../stores/stacks/kept-resources.ts';
import type { AccessArguments } from '../find-environment.ts';

/** What was asked for. */
export interface TakeOverRequest {
  readonly from: string | undefined;
  /** Names of tables and bucket, addresses of queues. */
  readonly use: ReadonlyMap<KeptName, string>;
  readonly fresh: ReadonlySet<KeptName>;
  /** If false, nothing is changed. */
  readonly yes: boolean;
  readonly json: boolean;
  readonly access: AccessArguments;
}
