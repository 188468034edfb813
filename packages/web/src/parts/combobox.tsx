import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { classNames } from './class-names.ts';
import { listMove } from './combobox-keys.ts';
import type { FieldControl } from './field.tsx';
import './combobox.css';

export interface ComboboxOption {
  readonly value: string;
  readonly text: string;
  /** Beside the name, muted. */
  readonly note?: ReactNode;
}

export interface ComboboxProps {
  readonly control: FieldControl;
  /** Those that fit what is typed, in their order. */
  readonly options: readonly ComboboxOption[];
  /** What the field shows while nobody types in it. */
  readonly text: string;
  readonly onSearch: (typed: string) => void;
  readonly onChoose: (value: string) => void;
  readonly placeholder?: string;
  /** Said where no option fits. */
  readonly empty: string;
}

/** A field that searches a list and takes one of it: the combobox pattern of ARIA 1.2, by pointer and by keyboard. */
export const Combobox = (props: ComboboxProps) => {
  const { control, options, text, onSearch, onChoose, placeholder, empty } = props;
  const list = useId();
  const [typed, setTyped] = useState<string>();
  const [active, setActive] = useState(-1);
  const open = typed !== undefined;
  const show = (next: string): void => {
    setTyped(next);
    setActive(-1);
    onSearch(next);
  };
  const close = (): void => {
    setTyped(undefined);
    setActive(-1);
  };
  const choose = (value: string): void => {
    close();
    onChoose(value);
  };
  const press = (event: KeyboardEvent): void => {
    const move = listMove(event.key, open, active, options.length);
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const marked = options[active];
    if (move.kind === 'close') close();
    else if (move.kind === 'choose') marked !== undefined && choose(marked.value);
    else {
      if (!open) show('');
      setActive(move.active);
    }
  };
  return (
    <div className="combobox">
      <input
        {...control}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && active >= 0 ? `${list}-${active}` : undefined}
        placeholder={text === '' ? placeholder : text}
        value={typed ?? text}
        onFocus={(event) => event.target.select()}
        onClick={() => !open && show('')}
        onChange={({ target }) => show(target.value)}
        onKeyDown={press}
        onBlur={close}
      />
      <Options id={list} options={open ? options : []} active={active} onChoose={choose} onMark={setActive} />
      {open && options.length === 0 && (
        <p className="combobox-list combobox-empty" role="status">
          {empty}
        </p>
      )}
    </div>
  );
};

const Options = ({
  id,
  options,
  active,
  onChoose,
  onMark,
}: {
  readonly id: string;
  readonly options: readonly ComboboxOption[];
  readonly active: number;
  readonly onChoose: (value: string) => void;
  readonly onMark: (index: number) => void;
}) => (
  <div className="combobox-list" id={id} role="listbox" aria-label="Choices" hidden={options.length === 0}>
    {options.map(({ value, text, note }, index) => (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys and says which option is marked
      <div
        key={value}
        id={`${id}-${index}`}
        role="option"
        tabIndex={-1}
        aria-selected={index === active}
        className={classNames('combobox-option', index === active && 'is-marked')}
        ref={index === active ? intoView : undefined}
        onPointerMove={() => index !== active && onMark(index)}
        // The field would lose the focus, and the list with it, before the click.
        onPointerDown={(event) => event.preventDefault()}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => onChoose(value)}
      >
        <span className="combobox-name">{text}</span>
        {note !== undefined && <span className="muted">{note}</span>}
      </div>
    ))}
  </div>
);

const intoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });
