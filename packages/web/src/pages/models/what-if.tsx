import type { GetAnswer } from '@meterline/api/client';
import { useAnswer } from '../../data/use-answer.ts';
import { useMoney } from '../../data/use-money.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { Button } from '../../parts/button.tsx';
import { classNames } from '../../parts/class-names.ts';
import { Field } from '../../parts/field.tsx';
import { ModelChoice } from '../../parts/model-choice.tsx';
import { NoCalls } from '../../parts/no-calls.tsx';
import { pricedModels } from '../../parts/priced-models.ts';
import { TableActions } from '../../parts/table-actions.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import { commandOf, questionOf, quoted, type View } from '../../state/view.ts';
import { type ModelKey, modelKeyText, parseModelKey } from './model-key.ts';
import { differenceText } from './what-if-difference.ts';
import { WhatIfTable } from './what-if-table.tsx';

export type WhatIfAnswer = GetAnswer<'/models/what-if'>;

/** What the tokens of a question would have cost on another model, which is chosen here and kept in the address. */
export const WhatIf = ({ view }: { readonly view: View }) => {
  const [param, setParam] = useOwnParam('whatif');
  const target = param === undefined ? undefined : parseModelKey(param);
  return (
    <>
      <div className="what-if-ask">
        <Field label="The other model">
          {(control) => (
            <ModelChoice
              control={control}
              text={target?.model ?? ''}
              onChoose={(chosen) => setParam(modelKeyText(chosen), { replace: true })}
            />
          )}
        </Field>
        {target !== undefined && <Actions view={view} target={target} />}
      </div>
      {target?.model !== undefined && target.model !== null ? (
        <Outcome view={view} provider={target.provider} model={target.model} />
      ) : (
        <Suggestions onChoose={(chosen) => setParam(modelKeyText(chosen), { replace: true })} />
      )}
    </>
  );
};

/** What is asked of the other model; by the name it was chosen by. */
const askedOf = (view: View, { provider, model }: ModelKey) => ({
  ...questionOf(view),
  model: model ?? '',
  ...(provider === null ? {} : { provider }),
});

const Actions = ({ view, target }: { readonly view: View; readonly target: ModelKey }) => (
  <TableActions
    csv={{ path: '/models/what-if.csv', query: askedOf(view, target) }}
    command={commandOf(
      `what-if ${quoted(target.model ?? '')}`,
      view,
      target.provider === null ? [] : [`--provider ${quoted(target.provider)}`],
    )}
  />
);

const SUGGESTED = 5;

/** Models that are in use anyway: the likeliest to move to. */
const Suggestions = ({ onChoose }: { readonly onChoose: (chosen: ModelKey) => void }) => {
  const { data } = useAnswer('/prices', {}, { still: true });
  const models = pricedModels(data?.rows ?? []).slice(0, SUGGESTED);
  if (models.length < 2) return null;
  return (
    <p className="what-if-try small">
      <span className="muted">Models that you use:</span>
      {models.map((one) => (
        <Button key={one.value} small onClick={() => onChoose(one)}>
          {one.model}
        </Button>
      ))}
    </p>
  );
};

const Outcome = ({
  view,
  provider,
  model,
}: { readonly view: View } & { readonly provider: ModelKey['provider']; readonly model: string }) => {
  const answer = useAnswer('/models/what-if', askedOf(view, { provider, model }));
  return (
    <div aria-busy={isStale(answer)}>
      <AnswerOf result={answer} lines={4}>
        {(data) => (data.rows.length === 0 ? <NoCalls /> : <Compared answer={data} />)}
      </AnswerOf>
    </div>
  );
};

const Compared = ({ answer }: { readonly answer: WhatIfAnswer }) => (
  <>
    <Verdict answer={answer} />
    <WhatIfTable answer={answer} />
    {answer.notes.length > 0 && (
      <ul className="what-if-notes" aria-label="What this cannot know">
        {answer.notes.map(({ code, text }) => (
          <li key={code}>{text}</li>
        ))}
      </ul>
    )}
  </>
);

/** The answer in a sentence. */
const Verdict = ({ answer }: { readonly answer: WhatIfAnswer }) => {
  const money = useMoney();
  const { totals, target } = answer;
  if (totals.whatIfNanoUsd === null)
    return <p className="what-if-verdict">No price is known for {target.model}, so there is no answer.</p>;
  const difference = totals.whatIfNanoUsd - totals.listNanoUsd;
  return (
    <p className="what-if-verdict" role="status">
      On <strong>{target.model}</strong> the same tokens would have cost {money(totals.whatIfNanoUsd)} instead
      of {money(totals.listNanoUsd)}
      {difference === 0 ? (
        ': the same.'
      ) : (
        <>
          :{' '}
          <span className={classNames(difference < 0 ? 'what-if-less' : 'what-if-more')}>
            {money(Math.abs(difference))} {difference < 0 ? 'less' : 'more'}
          </span>{' '}
          ({differenceText(totals.listNanoUsd, totals.whatIfNanoUsd)}).
        </>
      )}
    </p>
  );
};
