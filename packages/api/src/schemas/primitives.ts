import { z } from '@hono/zod-openapi';

/** The building stones of every answer. Arrays and objects are read-only: what a handler gives is never changed. */

/** Largest number of anything: what a JSON number holds exactly. */
export const count = (about?: string) => described(z.int().min(0), about);
/** Money, integer nano-USD (1,000,000,000 are one dollar). */
export const nanoUsd = (about?: string) => described(z.int(), about);
/** A moment, milliseconds since 1970 in UTC. */
export const instant = (about?: string) => described(z.int(), about);
export const text = (about?: string) => described(z.string(), about);
export const yes = (about?: string) => described(z.boolean(), about);
export const number = (about?: string) => described(z.number(), about);
/** Between 0 and 1; `null` where there is nothing to divide by. */
export const ratio = (about?: string) => described(z.number().nullable(), about);

/**
 * `null`, or a schema with a name of its own. (`nullable()` would make `allOf` of it and of null in the OpenAPI document,
 * which nothing satisfies.)
 */
export const orNull = <S extends z.ZodType>(schema: S, about?: string) =>
  described(z.union([schema, z.null()]), about);

export const list = <S extends z.ZodType>(item: S, about?: string) =>
  described(z.array(item).readonly(), about);
export const record = <S extends z.ZodType>(value: S, about?: string) =>
  described(z.record(z.string(), value).readonly(), about);
export const choice = <const T extends readonly [string, ...string[]]>(values: T, about?: string) =>
  described(z.enum(values), about);

const described = <S extends z.ZodType>(schema: S, about: string | undefined): S =>
  about === undefined ? schema : schema.openapi({ description: about });
