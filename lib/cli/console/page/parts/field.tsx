import type { ComponentChildren, TargetedInputEvent } from 'preact';

interface FieldProps {
  readonly label: string;
  readonly isUnseen?: boolean;
  readonly children: ComponentChildren;
}

/** A label with what it labels inside. */
export function Field({ label, isUnseen = false, children }: FieldProps) {
  return (
    <label class="field">
      <span class={isUnseen ? 'unseen' : ''}>{label}</span>
      {children}
    </label>
  );
}

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  /** Default: a line of text. */
  readonly kind?: 'text' | 'secret' | 'day' | 'search';
  readonly placeholder?: string;
  readonly onValue: (value: string) => void;
}

/** A labelled line to type in. */
export function TextField({ label, value, kind = 'text', placeholder = '', onValue }: TextFieldProps) {
  const props = {
    value,
    autocomplete: 'off',
    spellcheck: false,
    onInput: ({ currentTarget }: TargetedInputEvent<HTMLInputElement>): void => {
      onValue(currentTarget.value);
    },
  } as const;
  const inputs = {
    text: <input type="text" placeholder={placeholder} {...props} />,
    secret: <input type="password" {...props} />,
    day: <input type="date" {...props} />,
    search: <input type="search" {...props} />,
  };
  return <Field label={label}>{inputs[kind]}</Field>;
}

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly isShort?: boolean;
  readonly placeholder?: string;
  /** The id of what says what is wrong with it, if something is. */
  readonly problem?: string | undefined;
  readonly onValue: (value: string) => void;
}

/** A labelled text of several lines, in which every character counts. */
export function TextArea({
  label,
  value,
  isShort = false,
  placeholder = '',
  problem,
  onValue,
}: TextAreaProps) {
  return (
    <Field label={label}>
      <textarea
        class={isShort ? 'code short' : 'code'}
        value={value}
        spellcheck={false}
        placeholder={placeholder}
        aria-invalid={problem !== undefined}
        aria-describedby={problem}
        onInput={({ currentTarget }) => {
          onValue(currentTarget.value);
        }}
      />
    </Field>
  );
}

interface CheckProps {
  readonly label: string;
  readonly value: boolean;
  readonly onValue: (value: boolean) => void;
}

/** A labelled box to tick. */
export function Check({ label, value, onValue }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={value}
        onChange={({ currentTarget }) => {
          onValue(currentTarget.checked);
        }}
      />
      {label}
    </label>
  );
}

interface ChoiceProps {
  readonly label: string;
  /** True if the chosen word says what it is: then the label is only heard. */
  readonly isLabelUnseen?: boolean;
  readonly value: string;
  /** Values, with the words for them. */
  readonly choices: readonly (readonly [value: string, words: string])[];
  readonly onValue: (value: string) => void;
}

/** A labelled list to choose from. */
export function Choice({ label, isLabelUnseen = false, value, choices, onValue }: ChoiceProps) {
  return (
    <Field label={label} isUnseen={isLabelUnseen}>
      <select
        value={value}
        onChange={({ currentTarget }) => {
          onValue(currentTarget.value);
        }}
      >
        {choices.map(([one, words]) => (
          <option key={one} value={one} selected={one === value}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  );
}
