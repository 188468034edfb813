/**
 * The shape of JSON that leaves Meterline, said once: the TypeScript type is inferred from it, docs/schemas is
 * generated from it, and CSV takes its columns from it.
 */
export interface Shape<T> {
  readonly schema: JsonSchema;
  /** CSV columns of a value, as paths into it. */
  readonly leaves: Leaves;
  /** Only there to carry the type. */
  readonly type?: T;
  readonly optional?: true;
}

export type JsonSchema = { readonly [key: string]: unknown };
/** `one`: a value of its own. `keyed`: a record whose keys are known only from the rows. */
export type Leaves = 'one' | 'keyed' | LeafTree;
interface LeafTree {
  readonly [name: string]: Leaves;
}
export type TypeOf<S> = S extends Shape<infer T> ? T : never;

const one = <T>(schema: JsonSchema): Shape<T> => ({ schema, leaves: 'one' });

export const text = (about?: string): Shape<string> => one(described({ type: 'string' }, about));
export const count = (about?: string): Shape<number> =>
  one(described({ type: 'integer', minimum: 0 }, about));
export const number = (about?: string): Shape<number> => one(described({ type: 'number' }, about));
export const yes = (about?: string): Shape<boolean> => one(described({ type: 'boolean' }, about));
/** US dollars, exact to the nano-dollar. */
export const usd = (about?: string): Shape<number> =>
  one(described({ type: 'number' }, about ?? 'US dollars, exact to 1e-9.'));
/** ISO 8601 in UTC. */
export const instant = (about?: string): Shape<string> =>
  one(described({ type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }, about));
export const choice = <const T extends string>(values: readonly T[], about?: string): Shape<T> =>
  one(described({ type: 'string', enum: values }, about));
export const constant = <const T extends string>(value: T): Shape<T> => one({ const: value });

export const nullable = <T>(shape: Shape<T>): Shape<T | null> => ({
  ...shape,
  schema: { anyOf: [shape.schema, { type: 'null' }] },
});

export const optional = <T>(shape: Shape<T>): Shape<T> & { readonly optional: true } => ({
  ...shape,
  optional: true,
});

export const list = <T>(shape: Shape<T>, about?: string): Shape<readonly T[]> =>
  one(described({ type: 'array', items: shape.schema }, about));

export const record = <T>(shape: Shape<T>, about?: string): Shape<Readonly<Record<string, T>>> => ({
  schema: described({ type: 'object', additionalProperties: shape.schema }, about),
  leaves: 'keyed',
});

type Fields = Readonly<Record<string, Shape<unknown>>>;
type OptionalKeys<F extends Fields> = {
  [K in keyof F]: F[K] extends { readonly optional: true } ? K : never;
}[keyof F];
type ObjectOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalKeys<F>>]: TypeOf<F[K]>;
} & { readonly [K in OptionalKeys<F>]?: TypeOf<F[K]> };

export const object = <F extends Fields>(fields: F, about?: string): Shape<ObjectOf<F>> => ({
  schema: described(
    {
      type: 'object',
      properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.schema])),
      required: Object.entries(fields)
        .filter(([, field]) => field.optional !== true)
        .map(([name]) => name),
      additionalProperties: false,
    },
    about,
  ),
  leaves: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.leaves])),
});

function described(schema: JsonSchema, about: string | undefined): JsonSchema {
  return about === undefined ? schema : { ...schema, description: about };
}
