interface ReasonsProps {
  readonly reasons: readonly string[];
  readonly label: string;
}

/** Why something is refused, or would be. */
export function Reasons({ reasons, label }: ReasonsProps) {
  if (reasons.length === 0) return null;
  return (
    <ul class="reasons" aria-label={label}>
      {reasons.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}
