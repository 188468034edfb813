/** Is told what the program reads of an answer, as it reads it. Must not throw, and must not keep what it gets. */
export interface AnswerObserver {
  /** A piece of a stream. The error that is returned breaks the stream off. */
  chunk(bytes: Uint8Array): Error | undefined;
  /** The answer as a whole. */
  whole(answer: string | ArrayBuffer): void;
  /** What the program gets in the place of a chunk. */
  readonly passed?: { push(chunk: Uint8Array): Uint8Array; end(): Uint8Array } | undefined;
  end(how: 'ended' | 'left' | 'broken'): void;
}

/**
 * The same response, watched: its body, when the program reads it, is read through the observer. Nothing is read that the
 * program does not read, so its pace, its leaving and its errors reach the provider as they would without us.
 *
 * @param begin A new observer; each clone of the response has one of its own.
 */
export const observeResponse = (response: Response, begin: () => AnswerObserver): Response => {
  const native = Object.getPrototypeOf(response) as object;
  const read = <T>(name: string): T => Reflect.get(native, name, response) as T;
  const call = <T>(name: string): Promise<T> => read<() => Promise<T>>(name).call(response);
  let observer: AnswerObserver | undefined;
  const watching = (): AnswerObserver => (observer ??= begin());
  let body: ReadableStream<Uint8Array> | undefined;
  const whole = async <T extends string | ArrayBuffer>(name: 'text' | 'arrayBuffer'): Promise<T> => {
    try {
      const answer = await call<T>(name);
      watching().whole(answer);
      return answer;
    } catch (error) {
      watching().end('broken');
      throw error;
    }
  };
  // A body that was asked for as a stream, or is changed on its way, is read as one: so it is read through us.
  const isStreamed = (): boolean => body !== undefined || watching().passed !== undefined;
  const again = () => new Response(response.body, { headers: response.headers });
  const own = {
    text: () => (isStreamed() ? again().text() : whole<string>('text')),
    json: async () => JSON.parse(await own.text()) as unknown,
    arrayBuffer: () => (isStreamed() ? again().arrayBuffer() : whole<ArrayBuffer>('arrayBuffer')),
    bytes: async () => new Uint8Array(await own.arrayBuffer()),
    blob: async () => new Response(await own.arrayBuffer(), { headers: response.headers }).blob(),
    formData: async () => new Response(await own.arrayBuffer(), { headers: response.headers }).formData(),
    clone: () => observeResponse(read<() => Response>('clone').call(response), begin),
  };
  for (const [name, value] of Object.entries(own)) {
    if (name in response)
      Object.defineProperty(response, name, { value, configurable: true, writable: true });
  }
  Object.defineProperty(response, 'body', {
    get: () => (body ??= watchedStream(() => read<ReadableStream<Uint8Array>>('body'), watching())),
    configurable: true,
  });
  return response;
};

/** Pulls when it is pulled, one chunk for one chunk. */
const watchedStream = (
  source: () => ReadableStream<Uint8Array>,
  observer: AnswerObserver,
): ReadableStream<Uint8Array> => {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  const { passed } = observer;
  const give = (controller: ReadableStreamDefaultController<Uint8Array>, chunk: Uint8Array): boolean => {
    const out = passed === undefined ? chunk : passed.push(chunk);
    if (out.length > 0 || passed === undefined) controller.enqueue(out);
    return out.length > 0 || passed === undefined;
  };
  const finish = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    const rest = passed?.end();
    if (rest !== undefined && rest.length > 0) controller.enqueue(rest);
    controller.close();
    observer.end('ended');
  };
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    try {
      reader ??= source().getReader();
      for (let given = false; !given; ) {
        const { done, value } = await reader.read();
        if (done) return finish(controller);
        given = give(controller, value);
        const refusal = observer.chunk(value);
        if (refusal !== undefined) return cut(controller, reader, refusal);
      }
    } catch (error) {
      observer.end('broken');
      throw error;
    }
  };
  return new ReadableStream<Uint8Array>(
    {
      pull,
      cancel: async (reason) => {
        observer.end('left');
        await (reader === undefined ? source().cancel(reason) : reader.cancel(reason));
      },
    },
    { highWaterMark: 0 },
  );
};

const cut = (
  controller: ReadableStreamDefaultController<Uint8Array>,
  reader: ReadableStreamDefaultReader<Uint8Array>,
  refusal: Error,
): void => {
  reader.cancel(refusal).catch(() => {});
  controller.error(refusal);
};
