import { say } from './language.ts';
import { paneNames, toHash } from './read-route.ts';
import { route } from './route.ts';

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
