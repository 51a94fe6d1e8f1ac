import { Limits, type OrderId } from "@hotbag/core"
import { Effect, Semaphore } from "effect"
import { StoreUnavailable } from "../StoreUnavailable.ts"
import { CaseBusy } from "./errors.ts"

type TurnError = CaseBusy | StoreUnavailable

interface Turn {
  readonly semaphore: Semaphore.Semaphore
  waiting: number
  /** Commands that found the store away. */
  failures: number
}

/**
 * Commands to one case take turns within this process: in the order of their coming, and what the one saved is at hand for the next. Between
 * processes only the store decides. Nothing is kept of a case nobody waits for.
 */
export class CaseTurns {
  readonly #turns = new Map<OrderId, Turn>()

  /**
   * Does the effect while nobody else has a turn with any of the cases. They are taken in ascending order, so that two commands never wait
   * for each other. Fails with `CaseBusy` when too many wait already, and with `StoreUnavailable` when somebody before found the store
   * away: a silent one would be silent to each of those who wait, one after the other.
   */
  take<A, E, R>(
    orderIds: ReadonlyArray<OrderId>,
    effect: Effect.Effect<A, E, R>
  ): Effect.Effect<A, E | TurnError, R> {
    let guarded: Effect.Effect<A, E | TurnError, R> = effect
    for (const orderId of [...new Set(orderIds)].sort().reverse()) guarded = this.#alone(orderId, guarded)
    return guarded
  }

  #alone<A, E, R>(orderId: OrderId, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | TurnError, R> {
    return Effect.acquireUseRelease(
      Effect.suspend(() => this.#enter(orderId)),
      (turn) => {
        const { failures, semaphore } = turn
        const unlessAway = Effect.suspend((): Effect.Effect<A, E | TurnError, R> =>
          turn.failures === failures ? watched(turn, effect) : away
        )
        return Semaphore.withPermit(semaphore, unlessAway)
      },
      (turn) => Effect.sync(() => this.#leave(orderId, turn))
    )
  }

  #enter(orderId: OrderId): Effect.Effect<Turn, CaseBusy> {
    const turn = this.#turns.get(orderId) ?? { semaphore: Semaphore.makeUnsafe(1), waiting: 0, failures: 0 }
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

const watched = <A, E, R>(turn: Turn, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.tapError(effect, (error) =>
    Effect.sync(() => {
      if (error instanceof StoreUnavailable) turn.failures += 1
    })
  )

const away = Effect.fail(new StoreUnavailable({ retryAfterMs: Limits.busyRetryAfterMs }))
