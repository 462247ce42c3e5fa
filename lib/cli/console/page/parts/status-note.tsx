import { refreshStatus, status, statusProblem, statusRun } from '../state/page-status.ts';
import { toTime } from '../words/format.ts';
import { say } from '../words/language.ts';
import { CommandLine } from './command-line.tsx';

/** When the status was looked at, a button to do it again, and the command. */
export function StatusNote() {
  return (
    <div role="status" aria-label={say('status')}>
      {statusProblem.value !== undefined && <p class="bad-text">{statusProblem.value}</p>}
      <p class="quiet">
        {say('asOf', { time: toTime(status.value?.at) })}{' '}
        <button type="button" class="small" onClick={() => void refreshStatus()}>
          {say('refresh')}
        </button>
      </p>
      {statusRun.value !== undefined && <CommandLine command={statusRun.value.command} />}
    </div>
  );
}
