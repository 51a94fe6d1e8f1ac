import { gridCourierIndex, h3CourierIndex } from "@hotbag/core"
import { describe, expect, it } from "vitest"
import { requireSameAnswers } from "../src/geo/geo.ts"
import { makeGeoCase } from "../src/geo/geoCase.ts"
import type { GeoContender } from "../src/geo/GeoContender.ts"
import { ours } from "../src/geo/ours.ts"
import { flatbush, kdbush, rbush } from "../src/geo/peers.ts"
import { flatqueue, ladder, tinyqueue } from "../src/queue/contenders.ts"
import { draw, requireSameTimes } from "../src/queue/queue.ts"
import { schedules } from "../src/queue/schedules.ts"

describe("benchmarks compare like with like", () => {
  it("geo: every peer finds the same couriers, before and after they moved", () => {
    const world = makeGeoCase(1, 2_000, 50)
    const grid = ours("grid", world, gridCourierIndex())
    const peers = [flatbush(world), kdbush(world), rbush(world), ours("H3 buckets", world, h3CourierIndex(8))]
    for (const peer of peers) requireSameAnswers(world, grid, peer)
    // Two rounds of reports bring everybody back.
    for (const contender of [grid, ...peers]) for (let round = 0; round < 2; round++) contender.updateAll()
    for (const peer of peers) requireSameAnswers(world, grid, peer)
  })

  it("geo: a peer that finds others is found out", () => {
    const world = makeGeoCase(1, 2_000, 50)
    const grid = ours("grid", world, gridCourierIndex())
    const peer = flatbush(world)
    expect(() => requireSameAnswers(world, grid, { ...peer, within: () => 0, found: () => [] })).toThrow(
      "flatbush finds other couriers"
    )
    let shown: ReadonlyArray<number> | undefined
    const wrong: GeoContender = {
      ...peer,
      nearest: () => (shown = [0, 1, 2]).length,
      within: (search) => {
        shown = undefined
        return peer.within(search)
      },
      found: () => shown ?? peer.found()
    }
    expect(() => requireSameAnswers(world, grid, wrong)).toThrow("flatbush finds other")
    expect(() => requireSameAnswers(world, grid, { ...peer, within: () => 7 })).toThrow("flatbush says 7")
  })

  it("queue: every peer serves the same times under every schedule", () => {
    for (const [number, schedule] of schedules.entries()) {
      const make = draw(schedule, 1, number, 500)
      requireSameTimes(schedule.name, [make(ladder), make(flatqueue), make(tinyqueue)], 5_000)
    }
  })
})
