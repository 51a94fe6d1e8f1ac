import { invariant } from "@hotbag/core"

/**
 * Dense numbers for ids, as the pure dispatcher wants them: 0, 1, 2 … in order of appearance. An id that is forgotten gets another number
 * when it appears again.
 */
export class Handles<Id extends string> {
  readonly #handles = new Map<Id, number>()
  readonly #ids = new Map<number, Id>()
  #next = 0

  /** The number of the id, now known if it was not. */
  handleOf(id: Id): number {
    const known = this.#handles.get(id)
    if (known !== undefined) return known
    const handle = this.#next++
    this.#handles.set(id, handle)
    this.#ids.set(handle, id)
    return handle
  }

  /** The number of an id that is known. */
  find(id: Id): number | undefined {
    return this.#handles.get(id)
  }

  /** The id behind a number that was given out. */
  idOf(handle: number): Id {
    const id = this.#ids.get(handle)
    invariant(id !== undefined, "a handle was given out, and not forgotten", { handle })
    return id
  }

  /** Frees the memory of an id that is never asked for again. */
  forget(id: Id): void {
    const handle = this.#handles.get(id)
    if (handle === undefined) return
    this.#handles.delete(id)
    this.#ids.delete(handle)
  }
}
