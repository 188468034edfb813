/** A stream was cut because it passed its `maxCostUsd`. What has come of it is billed. */
export class CostCeilingError extends Error {
  override readonly name = 'CostCeilingError';
  /** What it has cost by then, in US dollars. */
  declare readonly spentUsd: number;
  declare readonly limitUsd: number;
  declare readonly model: string;
  /** True where the provider has not said its counts yet: they are taken from the text so far. */
  declare readonly estimated: boolean;

  constructor(facts: { spentUsd: number; limitUsd: number; model: string; estimated: boolean }) {
    const { spentUsd, limitUsd, model, estimated } = facts;
    const about = estimated ? 'about ' : '';
    super(
      `The stream of ${model} was cut: it has cost ${about}$${spentUsd.toFixed(6)}, more than $${limitUsd}.`,
    );
    Object.assign(this, facts);
  }
}

/** A call with a ceiling was not made: nobody knows what its model costs (`unknownRates: 'refuse'`). */
export class UnknownRatesError extends Error {
  override readonly name = 'UnknownRatesError';
  readonly model: string;

  constructor(model: string) {
    super(`No price is known for ${model}.`);
    this.model = model;
  }
}

const MAX_CAUSES = 8;

/** Our error inside whatever a client has wrapped it in (`cause`); undefined: the error has another reason. */
export const costErrorOf = (error: unknown): CostCeilingError | UnknownRatesError | undefined => {
  let inner: unknown = error;
  for (let depth = 0; depth < MAX_CAUSES && inner instanceof Error; depth += 1) {
    if (inner instanceof CostCeilingError || inner instanceof UnknownRatesError) return inner;
    inner = inner.cause;
  }
  return undefined;
};
