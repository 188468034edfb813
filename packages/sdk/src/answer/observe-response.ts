/** Is told what the program reads of a stream, as it reads it. Must not throw, and must not keep what it gets. */
export interface StreamObserver<T> {
  /** The error that is returned breaks the stream off. */
  chunk(piece: T): Error | undefined;
  /** What the program gets in the place of a piece; none where it has a length of 0. */
  readonly passed?:
    | { push(piece: T): T & { readonly length: number }; end(): T & { readonly length: number } }
    | undefined;
  end(how: 'ended' | 'left' | 'broken', error?: unknown): void;
}

export interface AnswerObserver extends StreamObserver<Uint8Array> {
  /** The answer as a whole. */
  whole(answer: string | ArrayBuffer): void;
  /** It may be changed or cut on its way: it is read as a stream even where the program wants it whole. */
  readonly isStream: boolean;
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
  const isStreamed = (): boolean => body !== undefined || watching().isStream;
  const again = () => new Response(response.body, { headers: response.headers });
  const from = async (name: 'bytes' | 'blob' | 'formData') =>
    new Response(await own.arrayBuffer(), { headers: response.headers })[name]();
  const own = {
    text: (): Promise<string> => (isStreamed() ? again().text() : whole<string>('text')),
    json: async () => JSON.parse(await own.text()) as unknown,
    arrayBuffer: (): Promise<ArrayBuffer> =>
      isStreamed() ? again().arrayBuffer() : whole<ArrayBuffer>('arrayBuffer'),
    bytes: () => from('bytes'),
    blob: () => from('blob'),
    formData: () => from('formData'),
    clone: () => observeResponse(read<() => Response>('clone').call(response), begin),
  };
  const properties: PropertyDescriptorMap = {
    body: {
      get: () => (body ??= watchedStream(() => read<ReadableStream<Uint8Array>>('body'), watching())),
      configurable: true,
    },
  };
  for (const name in own)
    if (name in response)
      properties[name] = { value: own[name as keyof typeof own], configurable: true, writable: true };
  return Object.defineProperties(response, properties);
};

/** The same stream, watched. It pulls when it is pulled, and gives one piece for one piece. */
export const watchedStream = <T>(
  source: () => ReadableStream<T>,
  observer: StreamObserver<T>,
): ReadableStream<T> => {
  let reader: ReadableStreamDefaultReader<T> | undefined;
  const { passed } = observer;
  const readerHere = () => (reader ??= source().getReader());
  type Controller = ReadableStreamDefaultController<T>;
  /** False: nothing of it is for the program. */
  const give = (controller: Controller, piece: T): boolean => {
    const out = passed?.push(piece);
    if (out?.length !== 0) controller.enqueue(out ?? piece);
    return out?.length !== 0;
  };
  const finish = (controller: Controller): void => {
    const rest = passed?.end();
    if (rest !== undefined && rest.length > 0) controller.enqueue(rest);
    controller.close();
    observer.end('ended');
  };
  const pull = async (controller: Controller): Promise<void> => {
    try {
      for (let given = false; !given; ) {
        const { done, value } = await readerHere().read();
        if (done) return finish(controller);
        given = give(controller, value);
        const refusal = observer.chunk(value);
        if (refusal === undefined) continue;
        readerHere()
          .cancel(refusal)
          .catch(() => {});
        throw refusal;
      }
    } catch (error) {
      observer.end('broken', error);
      throw error;
    }
  };
  const cancel = (reason: unknown): Promise<void> => {
    observer.end('left');
    return readerHere().cancel(reason);
  };
  return new ReadableStream<T>({ pull, cancel }, { highWaterMark: 0 });
};
