import { expect, layer } from "@effect/vitest"
import { CommandId, CustomerId } from "@hotbag/core"
import { CaseStore, CustomerStore, personalScopes, ReceiptStore } from "@hotbag/services"
import { Effect, type Layer, Option } from "effect"
import { NOW_MS, receiptOf, uuid } from "../cases/storeRoom.ts"

type Room = CaseStore | CustomerStore | ReceiptStore

/** Every guarantee of {@link ReceiptStore}, for any implementation. */
export const receiptStoreCases = <E>(name: string, room: Layer.Layer<Room, E>): void => {
  layer(room, { excludeTestServices: true, timeout: "5 minutes" })(`${name} keeps receipts`, (it) => {
    it.effect("P2: of one command once, the first that came", () =>
      Effect.gen(function* () {
        const receipts = yield* ReceiptStore
        const scope = `customer ${uuid()} PUT /cart`
        const first = { ...receiptOf(scope, CommandId.make(uuid()), '{"é": "\\n"}'), atMs: NOW_MS }
        expect(yield* receipts.find(scope, first.key)).toEqual(Option.none())
        expect(yield* receipts.keep(first)).toEqual(first)
        const late = { ...first, bodyHash: "other", status: 201, answer: "[]", atMs: NOW_MS + 1 }
        expect(yield* receipts.keep(late)).toEqual(first)
        expect(yield* receipts.find(scope, first.key)).toEqual(Option.some(first))
        expect(yield* receipts.find(`${scope} else`, first.key)).toEqual(Option.none())
      })
    )

    it.effect("P2: of many at once, one and the same for all", () =>
      Effect.gen(function* () {
        const receipts = yield* ReceiptStore
        const key = CommandId.make(uuid())
        const all = Array.from({ length: 20 }, (_, n) => receiptOf("operator olga", key, String(n)))
        const kept = yield* Effect.all(
          all.map((receipt) => receipts.keep(receipt)),
          { concurrency: "unbounded" }
        )
        expect(new Set(kept.map(({ answer }) => answer)).size).toBe(1)
      })
    )

    it.effect("P2, P8: in the place where commits of cases keep theirs, and forgotten with them", () =>
      Effect.gen(function* () {
        const receipts = yield* ReceiptStore
        const cases = yield* CaseStore
        // Long before what other tests leave behind.
        const old = { ...receiptOf(`operator ${uuid()}`, CommandId.make(uuid())), atMs: 1_000 }
        yield* receipts.keep(old)
        expect(yield* cases.receipt(old.scope, old.key)).toEqual(Option.some(old))
        expect(yield* cases.forgetReceipts(2_000, 10)).toBe(1)
        expect(yield* receipts.find(old.scope, old.key)).toEqual(Option.none())
      })
    )

    it.effect("P10: and what they say about a person goes when the person is forgotten", () =>
      Effect.gen(function* () {
        const receipts = yield* ReceiptStore
        const [ana, bob] = [CustomerId.make(uuid()), CustomerId.make(uuid())]
        const scopes = [...personalScopes(ana), ...personalScopes(bob), `customer ${ana} orders.place`]
        const kept = scopes.map((scope) => receiptOf(scope, CommandId.make("same-key")))
        for (const receipt of kept) yield* receipts.keep(receipt)
        yield* Effect.flatMap(CustomerStore, (customers) => customers.erase(ana))
        const left = yield* Effect.filter(kept, ({ key, scope }) =>
          Effect.map(receipts.find(scope, key), Option.isSome)
        )
        expect(left.map(({ scope }) => scope)).toEqual(scopes.slice(personalScopes(ana).length))
      })
    )
  })
}
