import { describe, expect, it } from "@effect/vitest"
import { type CourierId, RegionId, SECOND_MS } from "@hotbag/core"
import { CourierFeed, type CourierNews, CourierStore } from "@hotbag/services"
import { Effect, Layer } from "effect"
import { asked, at, courier, dispatcher, now, onDuty, pass, place, REGION, town } from "./town.ts"

const ELSEWHERE = RegionId.make("elsewhere")

/** A dispatcher whose reads of single couriers are noted. */
const noting = (reads: Array<CourierId>) =>
  dispatcher().pipe(
    Layer.provide(
      Layer.effect(
        CourierStore,
        Effect.map(CourierStore, (store) =>
          CourierStore.of({
            ...store,
            those: (couriers) =>
              Effect.suspend(() => {
                reads.push(...couriers)
                return store.those(couriers)
              })
          })
        )
      )
    ),
    Layer.provideMerge(town)
  )

/** Two couriers in town, and a dispatcher in another one; gives what is read because of news. */
const readFor = (reads: Array<CourierId>) =>
  Effect.gen(function* () {
    const { publish } = yield* CourierFeed
    yield* onDuty(1, [0, 1])
    yield* onDuty(2, [0, 8])
    yield* publish({ courierId: courier(9), regionId: ELSEWHERE })
    yield* pass(SECOND_MS)
    return Effect.fnUntraced(function* (news: CourierNews) {
      reads.length = 0
      yield* publish(news)
      yield* pass(SECOND_MS)
      return [...reads]
    })
  })

describe("news of couriers (S93)", () => {
  it.effect("who only moved is believed to be where the news say, and nobody reads anything", () => {
    const reads: Array<CourierId> = []
    return Effect.gen(function* () {
      const read = yield* readFor(reads)
      const movedTo = at([0, 0.2])
      expect(yield* read({ courierId: courier(2), regionId: REGION, movedTo })).toEqual([])
      yield* place(1)
      yield* asked(2)
      expect((yield* now(1)).offers).toEqual([])
    }).pipe(Effect.provide(noting(reads)))
  })

  it.effect("who was never heard of is looked up, even if the news speak of a move", () => {
    const reads: Array<CourierId> = []
    return Effect.gen(function* () {
      const read = yield* readFor(reads)
      const movedTo = at([0, 0.2])
      expect(yield* read({ courierId: courier(7), regionId: REGION, movedTo })).toEqual([courier(7)])
    }).pipe(Effect.provide(noting(reads)))
  })

  it.effect("are read where they are about, and where the courier was known before", () => {
    const reads: Array<CourierId> = []
    return Effect.gen(function* () {
      const read = yield* readFor(reads)
      expect(yield* read({ courierId: courier(1), regionId: REGION })).toEqual([courier(1)])
      expect(yield* read({ courierId: courier(1), regionId: ELSEWHERE })).toEqual([courier(1), courier(1)])
    }).pipe(Effect.provide(noting(reads)))
  })
})
