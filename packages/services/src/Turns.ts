import { Effect, Semaphore } from "effect"

interface Turn {
  readonly semaphore: Semaphore.Semaphore
  waiting: number
}

/** Turns with things of one kind within this process, in the order of coming. Nothing is kept of a thing nobody waits for. */
export class Turns<Key> {
  readonly #turns = new Map<Key, Turn>()
  readonly #most: number

  /** At most `most` may wait for one thing, whoever has its turn included. */
  constructor(most: number) {
    this.#most = most
  }

  /** Does the effect while nobody else has a turn with the thing. Fails with `busy` when too many wait already. */
  alone<A, E, R, Busy>(
    key: Key,
    effect: Effect.Effect<A, E, R>,
    busy: () => Busy
  ): Effect.Effect<A, E | Busy, R> {
    return Effect.acquireUseRelease(
      Effect.suspend(() => this.#enter(key, busy)),
      ({ semaphore }) => Semaphore.withPermit(semaphore, effect),
      (turn) => Effect.sync(() => this.#leave(key, turn))
    )
  }

  #enter<Busy>(key: Key, busy: () => Busy): Effect.Effect<Turn, Busy> {
    const turn = this.#turns.get(key) ?? { semaphore: Semaphore.makeUnsafe(1), waiting: 0 }
    if (turn.waiting >= this.#most) return Effect.fail(busy())
    turn.waiting += 1
    this.#turns.set(key, turn)
    return Effect.succeed(turn)
  }

  #leave(key: Key, turn: Turn): void {
    turn.waiting -= 1
    if (turn.waiting === 0) this.#turns.delete(key)
  }
}
