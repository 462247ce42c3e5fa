import { useEffect } from 'preact/hooks';
import { firstConnection } from '../../parts/connection-choice.tsx';
import { type Draft, draft } from '../../state/draft.ts';
import { about } from '../../state/page-about.ts';
import { areConnectionsKnown, connections } from '../../state/page-connections.ts';
import { say } from '../../words/language.ts';
import { BodyEditor } from './body-editor.tsx';
import { DraftChoices } from './draft-choices.tsx';
import { DraftResult } from './draft-result.tsx';
import { SendButtons } from './send-buttons.tsx';

/** An order to be changed and sent; beside it what it would become. */
export function SendPane() {
  const { sources = [] } = about.value ?? {};
  const [first] = sources;
  // A source with a connection is what one most likely wants to try.
  const wanted = connections.value.find((one) => sources.some(({ id }) => id === one.source));
  useEffect(() => {
    if (draft.value !== undefined || first === undefined || !areConnectionsKnown.value) return;
    const source = wanted?.source ?? first.id;
    draft.value = {
      source,
      topic: '',
      connection: firstConnection(source),
      body: '',
      caseName: '',
      isNewOrder: true,
    };
  }, [first, areConnectionsKnown.value]);
  const current = draft.value;
  if (current === undefined) return <p class="quiet">{say('loading')}</p>;
  const change = (more: Partial<Draft>): void => {
    draft.value = { ...(draft.value ?? current), ...more };
  };
  return (
    <>
      <DraftChoices current={current} change={change} />
      <div class="split has-opened both">
        <BodyEditor
          body={current.body}
          onBody={(body) => {
            change({ body, caseName: '' });
          }}
        />
        <section class="opened-one" aria-label={say('wouldBecome')}>
          <SendButtons current={current} change={change} />
          <DraftResult current={current} />
        </section>
      </div>
    </>
  );
}
