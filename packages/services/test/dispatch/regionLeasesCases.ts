import { RegionId } from "@hotbag/core"
import { CaseStore, RegionLeases, systemActor } from "@hotbag/services"
import { expect, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { commitOf, NOW_MS, tagOf, uuid } from "../cases/storeRoom.ts"

const LEASE_MS = 15_000

const claim = (holder: string, atMs = NOW_MS, isRestart = false) => ({
  holder,
  isRestart,
  atMs,
  untilMs: atMs + LEASE_MS
})

/** Every guarantee of {@link RegionLeases}, and that {@link CaseStore} goes by them, for any implementation. */
export const regionLeasesCases = <E>(name: string, room: Layer.Layer<CaseStore | RegionLeases, E>): void => {
  layer(room, { excludeTestServices: true, timeout: "5 minutes" })(`${name} keeps leases`, (it) => {
    it.effect("S84: of which one holds, until it ends or is let go", () =>
      Effect.gen(function* () {
        const leases = yield* RegionLeases
        const regionId = RegionId.make(uuid())
        const first = yield* leases.acquire(regionId, claim("ana"))
        expect(first).toBeGreaterThan(0)
        expect(yield* Effect.flip(leases.acquire(regionId, claim("bo")))).toMatchObject({
          _tag: "RegionTaken",
          holder: "ana",
          untilMs: NOW_MS + LEASE_MS
        })
        yield* leases.renew(regionId, first, NOW_MS + 2 * LEASE_MS)
        expect(yield* tagOf(leases.acquire(regionId, claim("bo", NOW_MS + LEASE_MS)))).toBe("RegionTaken")
        const second = yield* leases.acquire(regionId, claim("bo", NOW_MS + 2 * LEASE_MS))
        expect(second).toBeGreaterThan(first)
        yield* leases.release(regionId, first)
        expect(yield* tagOf(leases.acquire(regionId, claim("cy", NOW_MS + 2 * LEASE_MS)))).toBe("RegionTaken")
        yield* leases.release(regionId, second)
        expect(yield* leases.acquire(regionId, claim("cy"))).toBeGreaterThan(second)
        expect(yield* leases.regions).toContain(regionId)
      })
    )

    it.effect("S84: which a restart takes over, and a loser does not", () =>
      Effect.gen(function* () {
        const leases = yield* RegionLeases
        const regionId = RegionId.make(uuid())
        const first = yield* leases.acquire(regionId, claim("ana"))
        expect(yield* tagOf(leases.acquire(regionId, claim("ana")))).toBe("RegionTaken")
        const second = yield* leases.acquire(regionId, claim("ana", NOW_MS, true))
        expect(second).toBeGreaterThan(first)
        expect(yield* Effect.flip(leases.renew(regionId, first, NOW_MS + 2 * LEASE_MS))).toMatchObject({
          _tag: "StaleEpoch",
          given: first,
          seen: second
        })
        expect(yield* tagOf(leases.acquire(regionId, claim("bo", NOW_MS, true)))).toBe("RegionTaken")
      })
    )

    it.effect("S84, P3: by which commits of a stale dispatcher are refused", () =>
      Effect.gen(function* () {
        const leases = yield* RegionLeases
        const store = yield* CaseStore
        const regionId = RegionId.make(uuid())
        const epoch = yield* leases.acquire(regionId, claim("ana"))
        const commit = tagOf(store.commit(commitOf(systemActor, [], { fence: { regionId, epoch } })))
        expect(yield* commit).toBe("done")
        yield* leases.acquire(regionId, claim("ana", NOW_MS, true))
        expect(yield* commit).toBe("StaleEpoch")
      })
    )

    it.effect("of which one is won when twenty want it", () =>
      Effect.gen(function* () {
        const leases = yield* RegionLeases
        const regionId = RegionId.make(uuid())
        const tags = yield* Effect.all(
          Array.from({ length: 20 }, (_, i) => tagOf(leases.acquire(regionId, claim(`holder-${i}`)))),
          { concurrency: "unbounded" }
        )
        expect(tags.filter((tag) => tag === "done")).toHaveLength(1)
      })
    )
  })
}
