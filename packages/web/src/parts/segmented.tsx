import './segmented.css';

export interface SegmentedProps<T extends string> {
  /** What is chosen here, for those who listen. */
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string; readonly title?: string }[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
}

/** A choice of a few, side by side. */
export const Segmented = <T extends string>({ label, options, value, onChange }: SegmentedProps<T>) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lie in a row of a toolbar
  <div className="segmented" role="group" aria-label={label}>
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        aria-pressed={option.value === value}
        title={option.title}
        onClick={() => onChange(option.value)}
      >
        {option.text}
      </button>
    ))}
  </div>
);
