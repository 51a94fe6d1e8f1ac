import { MINUTE_MS } from "@hotbag/core"
import { assignment, nearest, type DispatchPolicy } from "@hotbag/dispatch"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { planning } from "./planning.ts"
import { atMin, makeTown, type Kilometres, type Town } from "./town.ts"

const ANYBODY = { stepsM: [90_000], enough: 1, most: 8, soonFreeMs: Infinity }
const PROBE = 99

/** What a policy is told of the courier's work by means of a delivery that is far from due. */
const workOf = (town: Town, courier: number) => {
  town.ready(PROBE, 10_000)
  town.tick()
  const seen = town.seen().find(({ handle }) => handle === courier)
  expect(seen).toBeDefined()
  return seen
}

/** Courier 7 with a bundle just accepted: restaurant 3 km away, then the doors of deliveries 0, 1 … in sequence. */
const working = (doors: ReadonlyArray<Kilometres>, readyMin = 0): Town => {
  const policy: DispatchPolicy = planning({ courier: 7, deliveries: doors.map((_, handle) => handle) })
  const town = makeTown({ policy, search: ANYBODY })
  town.online(7, [0, 0])
  doors.forEach((dropoff, handle) => town.wanted(handle, { pickup: [0, 3], dropoff, readyMin }))
  town.tick()
  town.accept(0)
  town.wanted(PROBE, { readyMin: 10_000 })
  return town
}

describe("the end of the work is expected", () => {
  // Arrival 3, pickup 4, on the way 6, first door 8, drop-off 11, on the way 15, second door 19, drop-off 22, free 26.
  const DOORS: ReadonlyArray<Kilometres> = [
    [0, 5],
    [4, 5]
  ]

  it("from acceptance on, at the last door, counting every handling time", () => {
    const town = working(DOORS)
    expect(workOf(town, 7)).toMatchObject({
      availableAtMs: atMin(26),
      position: { lat: expect.closeTo(0.045, 3), lng: expect.closeTo(0.036, 3) },
      load: 2
    })
  })

  it("and stays the same while all goes as expected", () => {
    const town = working(DOORS)
    const end = { availableAtMs: atMin(26) }
    town.at(3.5)
    expect(workOf(town, 7)).toMatchObject({ ...end, load: 2 })
    town.at(4).pickedUp(7)
    expect(workOf(town, 7)).toMatchObject({ ...end, load: 2 })
    town.at(9)
    expect(workOf(town, 7)).toMatchObject({ ...end, load: 2 })
    town.at(11).droppedOff(7, 0)
    expect(workOf(town, 7)).toMatchObject({ ...end, load: 1 })
    town.at(18)
    expect(workOf(town, 7)).toMatchObject({ ...end, load: 1 })
    town.at(22).droppedOff(7, 1)
    expect(workOf(town, 7)).toMatchObject({ ...end, load: 0 })
    town.at(26).freed(7, [4, 5])
    expect(workOf(town, 7)).toMatchObject({ ...end, load: 0 })
  })

  it("where the work ends, wherever the courier is on the way", () => {
    const town = working(DOORS)
    town.at(2).moved(7, [0, 2])
    expect(workOf(town, 7)).toMatchObject({
      availableAtMs: atMin(26),
      position: { lat: expect.closeTo(0.045, 3), lng: expect.closeTo(0.036, 3) }
    })
  })

  it("later when the food is late, sooner again when it is not", () => {
    const town = working(DOORS)
    town.at(1).ready(1, 9)
    expect(workOf(town, 7)).toMatchObject({ availableAtMs: atMin(31) })
    town.at(2).ready(1, 7)
    expect(workOf(town, 7)).toMatchObject({ availableAtMs: atMin(29) })
    town.at(7).pickedUp(7)
    town.ready(1, 50)
    expect(workOf(town, 7)).toMatchObject({ availableAtMs: atMin(29) })
  })

  it("from the door that was reached, whatever was expected before", () => {
    const town = working(DOORS)
    town.at(6).pickedUp(7)
    expect(workOf(town, 7)).toMatchObject({ availableAtMs: atMin(28) })
    town.at(10).droppedOff(7, 0)
    expect(workOf(town, 7)).toMatchObject({ availableAtMs: atMin(25) })
  })

  it("at the doors that remain when they are done out of sequence", () => {
    const town = working(DOORS)
    town.at(4).pickedUp(7)
    // Second door first: 4 on the way at 6, there at 11, drop-off at 14, on the way 18, 4 km back.
    town.at(14).droppedOff(7, 1)
    expect(workOf(town, 7)).toMatchObject({ availableAtMs: atMin(29), position: { lng: 0 }, load: 1 })
  })

  it("without the door of what was cancelled: before the pickup", () => {
    const town = working(DOORS, 30)
    town.ready(0, 0)
    // Delivery 1 at 30: pickup 30.
    expect(workOf(town, 7)).toMatchObject({ availableAtMs: atMin(52) })
    town.at(1).cancel(1)
    expect(workOf(town, 7)).toMatchObject({ availableAtMs: atMin(15), position: { lng: 0 }, load: 1 })
    town.at(2).cancel(0)
    expect(workOf(town, 7)).toMatchObject({ load: 0 })
    town.freed(7, [0, 2])
    expect(workOf(town, 7)).toMatchObject({ availableAtMs: atMin(2), idleSinceMs: atMin(2) })
  })

  it("without the door of what was cancelled: on the way there, the way already made counts", () => {
    const town = working(DOORS)
    town.at(4).pickedUp(7)
    town.at(7.5).cancel(1)
    expect(workOf(town, 7)).toMatchObject({ availableAtMs: atMin(15), position: { lng: 0 }, load: 1 })
  })

  it("later again by as much as an overdue stop is late", () => {
    const town = working(DOORS)
    const expectAt = (nowMin: number, availableMin: number) => {
      town.at(nowMin)
      expect(workOf(town, 7), `at ${nowMin} min`).toMatchObject({ availableAtMs: atMin(availableMin) })
    }
    expectAt(4, 26)
    expectAt(5, 28)
    expectAt(9, 36)
    town.pickedUp(7)
    expectAt(9, 31)
    expectAt(16, 31)
    expectAt(18, 35)
    town.droppedOff(7, 0)
    expectAt(18, 33)
    expectAt(29, 33)
    town.droppedOff(7, 1)
    expectAt(29, 33)
    expectAt(33, 33)
    expectAt(34, 35)
  })
})

describe("a courier who is silent", () => {
  it("is not counted on when a stop is half an hour overdue, and again after the next news", () => {
    const town = working([[0, 5]])
    town.at(4 + 30).tick()
    town.ready(PROBE, 10_000)
    town.tick()
    expect(town.candidates(PROBE)).toEqual([7])
    town.at(4 + 30.01).ready(PROBE, 10_000)
    town.tick()
    expect(town.candidates(PROBE)).toEqual([])
    town.at(60).pickedUp(7)
    town.tick()
    expect(town.candidates(PROBE)).toEqual([7])
  })

  it.each([
    { policy: assignment, soonFreeMs: 10 * MINUTE_MS, byMin: 13 },
    { policy: assignment, soonFreeMs: Infinity, byMin: 60 },
    { policy: nearest, soonFreeMs: 10 * MINUTE_MS, byMin: 3 },
    { policy: nearest, soonFreeMs: Infinity, byMin: 32 }
  ])("does not keep $policy.name from looking further ($byMin min)", ({ byMin, policy, soonFreeMs }) => {
    const search = { stepsM: [2_000, 20_000], enough: 1, most: 8, soonFreeMs }
    const town = makeTown({ policy, search, escalateAfterMs: 600 * MINUTE_MS })
    town.online(7, [0, 0])
    town.wanted(0, { dropoff: [0, 0] })
    town.tick()
    town.accept(0)
    town.at(2).online(8, [9, 0])
    town.wanted(1)
    expect(town.tick()).toEqual([])
    expect(town.candidates(1)).toEqual([7])
    let rounds = 0
    while (town.waitingCount() > 0) {
      expect(town.nextRoundMin()).toBeLessThan(byMin)
      town.at(town.nextRoundMin()).tick()
      expect(++rounds).toBeLessThan(20)
    }
    expect(town.candidates(1)).toEqual([8])
    expect(town.waitingCount()).toBe(0)
  })
})

const kilometres = fc.tuple(fc.nat(6), fc.nat(6))

describe("the end of the work, whatever the bundle", () => {
  it("is what it comes to when every stop takes as long as expected", () => {
    fc.assert(
      fc.property(fc.array(kilometres, { minLength: 1, maxLength: 4 }), fc.nat(20), (doors, readyMin) => {
        const town = working(doors, readyMin)
        const first = workOf(town, 7)?.availableAtMs
        let nowMin = Math.max(4, readyMin)
        town.at(nowMin).pickedUp(7)
        nowMin += 2
        let [x, y]: Kilometres = [0, 3]
        doors.forEach(([toX, toY], handle) => {
          const way = Math.ceil(Math.hypot(toX - x, toY - y))
          expect(workOf(town.at(nowMin + way / 2), 7)?.availableAtMs).toBe(first)
          nowMin += way + 3
          town.at(nowMin).droppedOff(7, handle)
          expect(workOf(town, 7)?.availableAtMs).toBe(first)
          nowMin += 4
          ;[x, y] = [toX, toY]
        })
        expect(atMin(nowMin)).toBe(first)
      })
    )
  })

  it("is never in the past, and moves no faster than twice the time", () => {
    fc.assert(
      fc.property(
        fc.array(kilometres, { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 6 }),
        (doors, waits) => {
          const town = working(doors)
          let nowMin = 0
          let last = workOf(town, 7)?.availableAtMs ?? Number.NaN
          for (const wait of waits) {
            nowMin += wait
            const next = workOf(town.at(nowMin), 7)?.availableAtMs ?? Number.NaN
            expect(next).toBeGreaterThanOrEqual(Math.max(last, atMin(nowMin)))
            expect(next - last).toBeLessThanOrEqual(2 * wait * MINUTE_MS)
            last = next
          }
        }
      )
    )
  })
})
