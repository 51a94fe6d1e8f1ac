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
  layer(room, { excludeTestServices: true, timeout: "2 minutes" })(`${name} keeps reasons`, (it) => {
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
  })
}
