/** When a call ended, in UTC milliseconds: its start where its latency is not known. */
export const callEnd = ({
  startedAt,
  latencyMs,
}: {
  readonly startedAt: number;
  readonly latencyMs?: number | null | undefined;
}): number => startedAt + Math.round(latencyMs ?? 0);
