/**
 * What is under way, each in a place that it gives back at its end. A `Set` that thousands of things enter and leave a
 * second would cost more than everything else that is done with them: V8 leaves its outgrown tables linked to their
 * successors, so that what stood in one is kept through many collections of young garbage, and copied in each.
 */
export class OpenPlaces<T> {
  readonly #places: (T | undefined)[] = [];
  readonly #free: number[] = [];

  /** Gives the place that it takes. */
  enter(one: T): number {
    const place = this.#free.pop() ?? this.#places.length;
    this.#places[place] = one;
    return place;
  }

  leave(place: number): void {
    this.#places[place] = undefined;
    this.#free.push(place);
  }

  get size(): number {
    return this.#places.length - this.#free.length;
  }

  all(): readonly T[] {
    return this.#places.filter((one) => one !== undefined);
  }
}
