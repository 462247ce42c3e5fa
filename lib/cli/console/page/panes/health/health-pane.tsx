import type { StatusAnswer } from '../../asking/shown-answers.ts';
import { StatusNote } from '../../parts/status-note.tsx';
import { status, statusProblem } from '../../state/page-status.ts';
import { toSpan } from '../../words/format.ts';
import { say } from '../../words/language.ts';
import { Accounts } from './accounts.tsx';
import { ConnectionTable } from './connection-table.tsx';
import { Doctor } from './doctor.tsx';
import { Findings } from './findings.tsx';

/** Whether all is as it should be: findings, accounts, connections, and the doctor's checks. */
export function HealthPane() {
  const found = status.value;
  return (
    <>
      {found !== undefined && <Status found={found} />}
      {found === undefined && statusProblem.value === undefined && <p class="quiet">{say('loading')}</p>}
      <StatusNote />
      <h3>{say('doctor')}</h3>
      <Doctor />
    </>
  );
}

function Status({ found }: { readonly found: StatusAnswer }) {
  const { age, slowestHour } = found;
  return (
    <>
      <h3>{say('findings')}</h3>
      <Findings findings={found.findings} />
      <h3>{say('accounts')}</h3>
      <Accounts hour={found.hour} day={found.day} />
      {age !== undefined && slowestHour !== undefined && (
        <p>
          {say('webhookToDfinery', {
            p50: toSpan(age.p50),
            p99: toSpan(age.p99),
            slowest: toSpan(slowestHour.p99),
          })}
        </p>
      )}
      <h3>{say('connections')}</h3>
      <ConnectionTable found={found} />
    </>
  );
}
