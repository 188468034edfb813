import { TOKEN_KINDS, type TokenUsage, totalTokens, type UsageEvent } from '@meterline/core';
import { MAX_REMEMBERED_SPANS } from './limits.ts';
import { spanKey } from './record-to-call.ts';
import type { TelemetryRecord } from './telemetry-record.ts';

interface Member {
  readonly parent: string | undefined;
  readonly tokens: TokenUsage;
  /** Other spans that tell of the same call, by their keys. */
  readonly twins: Set<string>;
  /** It is the sum of its children. */
  readonly isSum: boolean;
}

/**
 * Two instrumentations of one program (a framework's and its client library's) tell of one call as two spans, one inside
 * the other, both of a kind that counts. The outer one with the counts of the inner one is the same call: it goes by the
 * inner one's key, too, whichever of the two comes first. An outer one that comes after its children and is their sum is
 * no call. Remembered across requests, the newest spans only.
 */
export class SpanFamily {
  readonly #members = new Map<string, Member>();
  readonly #children = new Map<string, Set<string>>();

  /** The call as it is to be recorded; undefined when it repeats others. */
  admit(record: TelemetryRecord, event: UsageEvent): UsageEvent | undefined {
    const { traceId, spanId, parentSpanId, kind } = record;
    if (kind !== 'span' || traceId === undefined || spanId === undefined) return event;
    const own = spanKey(traceId, spanId);
    const known = this.#members.get(own);
    const parent = parentSpanId === undefined ? undefined : spanKey(traceId, parentSpanId);
    const member = known ?? this.#remember(own, parent, event.tokens);
    if (member.isSum) return undefined;
    return member.twins.size === 0
      ? event
      : { ...event, keys: [...new Set([...event.keys, ...member.twins])] };
  }

  #remember(own: string, parent: string | undefined, tokens: TokenUsage): Member {
    const children = [...(this.#children.get(own) ?? [])];
    const twin = [...children, ...(parent === undefined ? [] : [parent])].find((key) =>
      this.#isTwin(key, tokens),
    );
    const isSum = twin === undefined && children.length > 1 && this.#isSumOf(children, tokens);
    const member = { parent, tokens, twins: new Set(twin === undefined ? [] : [twin]), isSum };
    if (twin !== undefined) this.#members.get(twin)!.twins.add(own);
    this.#members.set(own, member);
    if (parent !== undefined) this.#children.set(parent, (this.#children.get(parent) ?? new Set()).add(own));
    this.#forget();
    return member;
  }

  /** Two children may have the same counts by chance: only one of them is the parent's. */
  #isTwin(key: string, tokens: TokenUsage): boolean {
    const member = this.#members.get(key);
    return member !== undefined && !member.isSum && member.twins.size === 0 && same(member.tokens, tokens);
  }

  #isSumOf(children: readonly string[], tokens: TokenUsage): boolean {
    const counted = children.flatMap((key) => this.#members.get(key) ?? []);
    const sum = (count: (usage: TokenUsage) => number): number =>
      counted.reduce((total, member) => total + count(member.tokens), 0);
    return (
      sum(totalTokens) === totalTokens(tokens) && sum(({ output = 0 }) => output) === (tokens.output ?? 0)
    );
  }

  #forget(): void {
    if (this.#members.size <= MAX_REMEMBERED_SPANS) return;
    const [oldest, { parent }] = this.#members.entries().next().value!;
    this.#members.delete(oldest);
    if (parent === undefined) return;
    const siblings = this.#children.get(parent);
    siblings?.delete(oldest);
    if (siblings?.size === 0) this.#children.delete(parent);
  }
}

const same = (a: TokenUsage, b: TokenUsage): boolean =>
  TOKEN_KINDS.every((kind) => (a[kind] ?? 0) === (b[kind] ?? 0));
