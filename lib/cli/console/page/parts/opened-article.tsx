import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type PaneName, toHash } from '../state/read-route.ts';
import { say } from '../words/language.ts';

/** Up to here the list gives way to what is opened of it. As in `page.css`. */
const NARROW = '(max-width: 1099px)';

interface OpenedArticleProps {
  readonly title: string;
  /** What tells it from others of its kind. */
  readonly subtitle: string;
  /** Whose list it was opened from. */
  readonly pane: PaneName;
  readonly children: ComponentChildren;
}

/** What was opened of a list. On a narrow window the list is gone then, so the keyboard goes on here. */
export function OpenedArticle({ title, subtitle, pane, children }: OpenedArticleProps) {
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    if (matchMedia(NARROW).matches) article.current?.focus();
  }, []);
  return (
    <article class="opened-one" aria-label={title} tabIndex={-1} ref={article}>
      <p class="back">
        <a href={toHash(pane)}>{say('backToList')}</a>
      </p>
      <h2>
        {title}
        <small>{subtitle}</small>
      </h2>
      {children}
    </article>
  );
}
