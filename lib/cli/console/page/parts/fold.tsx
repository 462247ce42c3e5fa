import type { ComponentChildren } from 'preact';

interface FoldProps {
  readonly title: string;
  readonly children: ComponentChildren;
  readonly isOpen?: boolean;
}

/** A part that can be folded away. */
export function Fold({ title, children, isOpen = false }: FoldProps) {
  return (
    <details open={isOpen}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
