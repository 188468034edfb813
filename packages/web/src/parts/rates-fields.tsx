import type { ApiError } from '@meterline/api/client';
import { issueOf } from '../data/problem-issue.ts';
import { Field } from './field.tsx';
import { RATE_FIELDS, rateError, type TypedRates } from './rates-input.ts';
import './rates-fields.css';

/** Fields for the rates of a model, in US dollars per million tokens. `checked`: what is missing is said. */
export const RatesFields = ({
  rates,
  checked,
  error,
  onChange,
}: {
  readonly rates: TypedRates;
  readonly checked: boolean;
  readonly error: ApiError | null;
  readonly onChange: (rates: TypedRates) => void;
}) => (
  <div className="rates-fields">
    {RATE_FIELDS.map(({ name, label, required }) => {
      const wrong = rateError(rates[name], required);
      const isEmpty = rates[name].trim() === '';
      return (
        <Field
          key={name}
          label={
            <>
              {label} {!required && <span className="muted">if it differs</span>}
            </>
          }
          error={(checked || !isEmpty ? wrong : undefined) ?? issueOf(error, `rates.${name}`)}
        >
          {(control) => (
            <span className="rates-input">
              <span aria-hidden="true">$</span>
              <input
                {...control}
                type="text"
                inputMode="decimal"
                autoComplete="off"
                required={required}
                value={rates[name]}
                onChange={({ target }) => onChange({ ...rates, [name]: target.value })}
              />
            </span>
          )}
        </Field>
      );
    })}
  </div>
);
