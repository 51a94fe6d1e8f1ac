import { CourierId, OfferId, OrderId, RegionId } from "@hotbag/core"
import { type DispatchNote, Explanations, type OfferRecord } from "@hotbag/services"
import { expect, layer } from "@effect/vitest"
import { Effect, type Layer, Option } from "effect"
import { NOW_MS, uuid } from "../cases/storeRoom.ts"

const recordOf = (orders: ReadonlyArray<OrderId>, atMs: number): OfferRecord => {
  const courierId = CourierId.make(uuid())
  return {
    offerId: OfferId.make(`metro.1.${uuid()}`),
    regionId: RegionId.make("metro"),
    epoch: 1,
    courierId,
    orders,
    visits: orders.map((orderId) => [orderId]),
    atMs,
    expiresAtMs: atMs + 45_000,
    reasons: orders.map((orderId) => ({
      orderId,
      policy: "planner",
      candidates: [{ courierId, terms: { excess: 1.25, fairness: 0 }, cost: 1.25, verdict: "chosen" }],
      considered: 3,
      searchedM: 1_500,
      change: null
    }))
  }
}

/** Every guarantee of {@link Explanations}, for any implementation. */
export const explanationsCases = <E>(name: string, room: Layer.Layer<Explanations, E>): void => {
  layer(room, { excludeTestServices: true, timeout: "5 minutes" })(`${name} keeps reasons`, (it) => {
    it.effect("of each offer, for every order in it, oldest first", () =>
      Effect.gen(function* () {
        const explanations = yield* Explanations
        const [first, second] = [OrderId.make(uuid()), OrderId.make(uuid())]
        const alone = recordOf([first], NOW_MS)
        const bundle = recordOf([second, first], NOW_MS + 1)
        yield* explanations.keep(alone)
        yield* explanations.keep(bundle)
        yield* explanations.keep({ ...alone, epoch: 7 })
        expect(yield* explanations.offer(bundle.offerId)).toEqual(Option.some(bundle))
        expect(yield* explanations.offer(OfferId.make(uuid()))).toEqual(Option.none())
        expect((yield* explanations.of(first)).offers).toEqual([alone, bundle])
        expect((yield* explanations.of(second)).offers).toEqual([bundle])
      })
    )

    it.effect("and notes, oldest first; nothing of what it never heard of", () =>
      Effect.gen(function* () {
        const explanations = yield* Explanations
        const orderId = OrderId.make(uuid())
        const notes: ReadonlyArray<DispatchNote> = [
          { _tag: "Widened", atMs: NOW_MS, fromM: 1_500, toM: 3_000 },
          {
            _tag: "Escalated",
            atMs: NOW_MS,
            why: "everybody-declined",
            waitedMs: 600_000,
            searchedM: 12_000
          },
          { _tag: "Intervened", atMs: NOW_MS + 1, by: "operator olga", what: "took it away" }
        ]
        for (const note of notes) yield* explanations.note(orderId, note)
        expect(yield* explanations.of(orderId)).toEqual({ offers: [], notes })
        expect(yield* explanations.of(OrderId.make(uuid()))).toEqual({ offers: [], notes: [] })
      })
    )

    it.effect("P8: and forgets them when they are old, a piece at a time, and nothing else", () =>
      Effect.gen(function* () {
        const explanations = yield* Explanations
        const [first, second] = [OrderId.make(uuid()), OrderId.make(uuid())]
        // Long before what other tests leave behind.
        const records = [1_000, 2_000, 3_000].map((atMs) => recordOf([second, first], atMs))
        const notes = records.map(({ atMs }) => ({ _tag: "Widened", atMs, fromM: 1, toM: 2 }) as const)
        for (const record of records) yield* explanations.keep(record)
        for (const note of notes) yield* explanations.note(first, note)
        expect(yield* explanations.forget(1_000, 10)).toBe(0)
        expect(yield* explanations.forget(3_000, 1)).toBe(2)
        expect(yield* explanations.forget(3_000, 10)).toBe(2)
        const left = { offers: records.slice(2), notes: notes.slice(2) }
        expect(yield* explanations.of(first)).toEqual(left)
        expect(yield* explanations.of(second)).toEqual({ ...left, notes: [] })
        expect(yield* explanations.forget(4_000, 10)).toBe(2)
      })
    )
  })
}
