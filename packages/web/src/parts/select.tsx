import { useId } from 'react';
import './select.css';

export interface SelectProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** A choice of many in the head of a card: its label stands before it, in the same line. */
export const Select = <T extends string>({ label, options, value, onChange }: SelectProps<T>) => {
  const id = useId();
  return (
    <span className="select">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => {
          const chosen = options.find((option) => option.value === target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </span>
  );
};
