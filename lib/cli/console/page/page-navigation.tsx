import { paneNames, toHash } from './state/read-route.ts';
import { route } from './state/route.ts';
import { say } from './words/language.ts';

/** Links to the panes. */
export function PageNavigation() {
  return (
    <nav aria-label={say('navigation')}>
      <ul>
        {paneNames.map((pane) => (
          <li key={pane}>
            <a href={toHash(pane)} aria-current={pane === route.value.pane ? 'page' : undefined}>
              {say(pane)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
