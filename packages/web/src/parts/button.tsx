import type { ButtonHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import './button.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `main`: the one thing to do here. `plain`: looks like text. */
  readonly look?: 'main' | 'normal' | 'plain' | 'danger';
  readonly small?: boolean;
}

export const Button = ({
  look = 'normal',
  small = false,
  className,
  type = 'button',
  ...rest
}: ButtonProps) => (
  <button
    type={type}
    className={classNames('button', `button-${look}`, small && 'button-small', className)}
    {...rest}
  />
);
