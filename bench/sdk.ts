import { configure, flush, meteredFetch } from '../packages/sdk/src/index.ts';

export interface SdkRun {
  /** What the wrapper adds to a call, in microseconds of this thread: reading the answer and keeping the record included. */
  readonly addedUs: number;
  /** The same for a call that streams, and the events that it had. */
  readonly addedStreamUs: number;
  readonly events: number;
  readonly calls: number;
}

const EVENTS = 20;

const BODY = JSON.stringify({
  id: 'chatcmpl-benchbenchbenchbench0001',
  object: 'chat.completion',
  model: 'gpt-bench-2026-01-01',
  choices: [{ index: 0, message: { role: 'assistant', content: 'x'.repeat(1_000) }, finish_reason: 'stop' }],
  usage: {
    prompt_tokens: 1_000,
    completion_tokens: 250,
    total_tokens: 1_250,
    prompt_tokens_details: { cached_tokens: 200 },
  },
});

const event = (value: object): Uint8Array => new TextEncoder().encode(`data: ${JSON.stringify(value)}\n\n`);

/** Anthropic's stream, an event a chunk. */
const STREAM: readonly Uint8Array[] = [
  event({
    type: 'message_start',
    message: {
      id: 'msg_01benchbenchbenchbench0',
      type: 'message',
      model: 'claude-bench',
      usage: { input_tokens: 9, output_tokens: 1 },
    },
  }),
  ...Array.from({ length: EVENTS - 3 }, () =>
    event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'some text' } }),
  ),
  event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 60 } }),
  event({ type: 'message_stop' }),
];

const streamed = (): ReadableStream<Uint8Array> => {
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      const chunk = STREAM[at++];
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
};

/** A request with a prompt of some kilobytes, as a client writes it. */
const REQUEST: RequestInit = {
  method: 'POST',
  headers: new Headers({
    'content-type': 'application/json',
    authorization: 'Bearer bench',
    'x-stainless-retry-count': '0',
  }),
  body: JSON.stringify({
    model: 'gpt-bench',
    messages: Array.from({ length: 12 }, () => ({ role: 'user', content: 'y'.repeat(400) })),
  }),
};

const whole = async (go: typeof fetch): Promise<void> => {
  await (await go('https://api.openai.com/v1/chat/completions', REQUEST)).json();
};

const stream = async (go: typeof fetch): Promise<void> => {
  const answer = await go('https://api.anthropic.com/v1/messages', REQUEST);
  const reader = answer.body!.getReader();
  while (!(await reader.read()).done);
};

/** Microseconds of CPU a call, of this thread: what the program has less of. */
const cpuUs = async (work: () => Promise<void>, calls: number): Promise<number> => {
  const before = process.threadCpuUsage();
  for (let index = 0; index < calls; index += 1) {
    await work();
    // As a call over a network does: a loop that never waits would keep the reading of all answers for its end.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await flush();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / calls;
};

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/**
 * Bare and metered in turn, over a `fetch` that costs nothing, so that what is left is the wrapper's own: prepare, watch,
 * read the usage, queue the record, and write it to be sent. `endpoint` takes the records.
 */
export const run = async (options: {
  readonly calls: number;
  readonly rounds: number;
  readonly endpoint: string;
}): Promise<SdkRun> => {
  const { calls, rounds, endpoint } = options;
  configure({ endpoint, spillFolder: false });
  const headers = { 'content-type': 'application/json' };
  const json: typeof fetch = async () => new Response(BODY, { headers });
  const sse: typeof fetch = async () =>
    new Response(streamed(), { headers: { 'content-type': 'text/event-stream' } });
  const added = async (work: (go: typeof fetch) => Promise<void>, base: typeof fetch): Promise<number> => {
    const metered = meteredFetch(base);
    const differences: number[] = [];
    // The first round warms up.
    for (let round = 0; round <= rounds; round += 1) {
      const bare = await cpuUs(() => work(base), calls);
      const ours = await cpuUs(() => work(metered), calls);
      if (round > 0) differences.push(ours - bare);
    }
    return median(differences);
  };
  return {
    addedUs: await added(whole, json),
    addedStreamUs: await added(stream, sse),
    events: EVENTS,
    calls,
  };
};
