import { advanceSaga, entry, type SagaReaction } from "@hotbag/core"
import type { Books } from "./Books.ts"
import { carryOutReaction } from "./carryOutReaction.ts"
import type { World } from "./World.ts"

/** Tells the sagas everything that has happened and carries out what they want, until nothing is left. */
export const hearFacts = (world: World, books: Books): void => {
  if (books.draining) return
  books.draining = true
  for (let next = books.pending.shift(); next !== undefined; next = books.pending.shift()) {
    const { state, reactions } = advanceSaga(
      entry(books.sagas, next.order),
      next.fact,
      world.nowMs,
      books.sagaOptions
    )
    books.sagas[next.order] = state
    for (const reaction of reactions) carryOut(world, books, next.order, reaction)
  }
  books.draining = false
}

/** At once, or when the relay works again. */
const carryOut = (world: World, books: Books, order: number, reaction: SagaReaction): void => {
  const { faulty, nowMs, watch } = world
  if (reaction._tag === "RequestPayment") {
    watch.payment(nowMs, order, reaction.operation, reaction.amount.amountMinor)
  }
  if (faulty === null) return carryOutReaction(world, books, order, reaction)
  const isRelayed = faulty.relays(order, reaction, () => {
    carryOutReaction(world, books, order, reaction)
    hearFacts(world, books)
  })
  if (!isRelayed) carryOutReaction(world, books, order, reaction)
}
