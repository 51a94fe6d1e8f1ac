import { expect, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { CalibrationStore, type KeptCell } from "../../src/index.ts"
import { EtaLearning } from "../../src/tracking/EtaLearning.ts"
import { keepCalibration } from "../../src/tracking/keepCalibration.ts"
import { uuid } from "../cases/storeRoom.ts"

/** A server that keeps what it learns of arrivals, from its start to its end; gives what it knew then. */
export const learningServer = <A, E, R>(work: (learning: EtaLearning) => Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const learning = new EtaLearning()
    yield* keepCalibration(learning, yield* CalibrationStore)
    yield* work(learning)
    return learning
  }).pipe(Effect.scoped)

const cellOf = (cell: string, seen = 1): KeptCell => ({
  cell,
  kind: "some",
  seen,
  parts: [-0.1, 0.30000000000000004, 2 / 3]
})

/** Every guarantee of {@link CalibrationStore}, for any implementation. */
export const calibrationStoreCases = <E>(name: string, room: Layer.Layer<CalibrationStore, E>): void => {
  layer(room, { excludeTestServices: true, timeout: "2 minutes" })(`${name} keeps what ETAs learn`, (it) => {
    it.effect("to the last digit, a cell as it was written last", () =>
      Effect.gen(function* () {
        const store = yield* CalibrationStore
        const [a, b, c] = [uuid(), uuid(), uuid()]
        yield* store.save([], 5)
        yield* store.save([cellOf(a), cellOf(b)], 10)
        yield* store.save([cellOf(c), { ...cellOf(a, 7), kind: "other", parts: [1] }], 20)
        const loaded = yield* store.load(100)
        const mine = new Set([a, b, c])
        expect(loaded.filter(({ cell }) => mine.has(cell))).toEqual([
          cellOf(b),
          ...[cellOf(c), { ...cellOf(a, 7), kind: "other", parts: [1] }].sort((left, right) =>
            left.cell < right.cell ? -1 : 1
          )
        ])
        expect((yield* store.load(2)).map(({ cell }) => cell)).not.toContain(b)
      })
    )

    it.effect("and forgets what nobody has learned anything of for long, a piece at a time", () =>
      Effect.gen(function* () {
        const store = yield* CalibrationStore
        while ((yield* store.forget(1_000_000, 1_000)) > 0);
        yield* store.save([cellOf("x"), cellOf("y")], 10)
        yield* store.save([cellOf("z")], 20)
        expect(yield* store.forget(20, 1)).toBe(1)
        expect(yield* store.forget(20, 10)).toBe(1)
        expect(yield* store.load(10)).toEqual([cellOf("z")])
      })
    )
  })
}
