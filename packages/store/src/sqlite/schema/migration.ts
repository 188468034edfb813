/** One step of the schema, forward only. */
export interface Migration {
  /** `user_version` that the file has after it. */
  readonly version: number;
  readonly name: string;
  readonly sql: string;
}
