import { Limits, type OrderId } from "@hotbag/core"
import { Effect, Semaphore } from "effect"
import { CaseBusy } from "./errors.ts"

interface Turn {
  readonly semaphore: Semaphore.Semaphore
  waiting: number
}

/**
 * Commands to one case take turns within this process: in the order of their coming, and what the one saved is at hand for the next. Between
 * processes only the store decides. Nothing is kept of a case nobody waits for.
 */
export class CaseTurns {
  readonly #turns = new Map<OrderId, Turn>()

  /**
   * Does the effect while nobody else has a turn with any of the cases. They are taken in ascending order, so that two commands never wait
   * for each other. Fails with `CaseBusy` when too many wait already.
   */
  take<A, E, R>(
    orderIds: ReadonlyArray<OrderId>,
    effect: Effect.Effect<A, E, R>
  ): Effect.Effect<A, E | CaseBusy, R> {
    let guarded: Effect.Effect<A, E | CaseBusy, R> = effect
    for (const orderId of [...new Set(orderIds)].sort().reverse()) guarded = this.#alone(orderId, guarded)
    return guarded
  }

  #alone<A, E, R>(orderId: OrderId, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | CaseBusy, R> {
    return Effect.acquireUseRelease(
      Effect.suspend(() => this.#enter(orderId)),
      ({ semaphore }) => Semaphore.withPermit(semaphore, effect),
      (turn) => Effect.sync(() => this.#leave(orderId, turn))
    )
  }

  #enter(orderId: OrderId): Effect.Effect<Turn, CaseBusy> {
    const turn = this.#turns.get(orderId) ?? { semaphore: Semaphore.makeUnsafe(1), waiting: 0 }
    if (turn.waiting >= Limits.caseWaiters) {
      return Effect.fail(new CaseBusy({ orderId, retryAfterMs: Limits.busyRetryAfterMs }))
    }
    turn.waiting += 1
    this.#turns.set(orderId, turn)
    return Effect.succeed(turn)
  }

  #leave(orderId: OrderId, turn: Turn): void {
    turn.waiting -= 1
    if (turn.waiting === 0) this.#turns.delete(orderId)
  }
}
