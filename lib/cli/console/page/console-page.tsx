import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { PageHeader } from './page-header.tsx';
import { PageNavigation } from './page-navigation.tsx';
import { CompletenessPane } from './panes/completeness/completeness-pane.tsx';
import { HealthPane } from './panes/health/health-pane.tsx';
import { LettersPane } from './panes/letters/letters-pane.tsx';
import { LivePane } from './panes/live/live-pane.tsx';
import { LogsPane } from './panes/logs-pane.tsx';
import { ParkedPane } from './panes/parked/parked-pane.tsx';
import { SendPane } from './panes/send/send-pane.tsx';
import { SignaturePane } from './panes/signature/signature-pane.tsx';
import { TracePane } from './panes/trace-pane.tsx';
import { WaitingPane } from './panes/waiting-pane.tsx';
import { about, aboutProblem, isLocal, loadAbout } from './state/page-about.ts';
import { loadConnections } from './state/page-connections.ts';
import type { PaneName } from './state/read-route.ts';
import { route } from './state/route.ts';
import { say } from './words/language.ts';

const panes: Readonly<Record<PaneName, ComponentType>> = {
  live: () => (isLocal.value ? <LivePane /> : <LogsPane />),
  send: SendPane,
  signature: SignaturePane,
  waiting: WaitingPane,
  parked: ParkedPane,
  letters: LettersPane,
  trace: TracePane,
  completeness: CompletenessPane,
  health: HealthPane,
};

/** The whole page: header, navigation, and the pane that the address names. */
export function ConsolePage() {
  const { pane } = route.value;
  const isKnown = about.value !== undefined;
  useEffect(() => {
    if (isKnown) void loadConnections();
  }, [isKnown]);
  useEffect(() => {
    document.title = `${say(pane)} · ${say('title')}`;
  });
  const Pane = panes[pane];
  return (
    <>
      <a class="skip" href="#main" onClick={focusMain}>
        {say('skip')}
      </a>
      <PageHeader />
      <div class="frame">
        <PageNavigation />
        <main id="main" tabIndex={-1}>
          <h1>{say(pane)}</h1>
          {aboutProblem.value !== undefined && <NoServer problem={aboutProblem.value} />}
          {isKnown && <Pane />}
        </main>
      </div>
    </>
  );
}

function NoServer({ problem }: { readonly problem: string }) {
  return (
    <p role="alert">
      {say('noServer')} <code>{problem}</code>{' '}
      <button type="button" onClick={() => void loadAbout()}>
        {say('tryAgain')}
      </button>
    </p>
  );
}

/** The address names a pane, so the link must not change it. */
function focusMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
