import { describe, expect, it } from "vitest"
import { makeDeliveryTable } from "../../src/region/DeliveryTable.ts"
import { atMin, makeTown, place } from "./town.ts"

describe("memory is bounded by the open deliveries (P8)", () => {
  it("a delivery is forgotten when it is dropped off", () => {
    const town = makeTown()
    town.online(7, [0, 0])
    for (let day = 0; day < 100; day++) {
      town.at(day * 60).wanted(0)
      expect(town.tick()).toMatchObject([{ _tag: "Offer", offer: day, courier: 7, deliveries: [0] }])
      town.accept(day)
      town.at(day * 60 + 10).pickedUp(7)
      town.at(day * 60 + 20).droppedOff(7, 0)
      town.freed(7, [0, 0])
    }
    expect(town.waitingCount()).toBe(0)
    expect(town.cancel(0)).toEqual([])
  })

  it("a delivery is forgotten when it is cancelled, with whoever declined it and how long it waited", () => {
    const town = makeTown()
    town.online(7, [0, 0])
    town.wanted(0)
    town.tick()
    town.reject(0)
    expect(town.at(10).tick()).toMatchObject([{ _tag: "Escalate", why: "everybody-declined" }])
    town.cancel(0)
    town.wanted(0)
    expect(town.tick()).toMatchObject([{ _tag: "Offer", offer: 1, courier: 7 }])
    town.timeOut(1)
    expect(town.at(20).tick()).toMatchObject([{ _tag: "Escalate", waitedMs: 600_000 }])
  })

  it("the table holds what is open, and queues what waits", () => {
    const table = makeDeliveryTable(0)
    for (const delivery of [3, 1, 2]) {
      table.add({
        _tag: "DeliveryWanted",
        atMs: atMin(0),
        delivery,
        pickup: place([0, 0]),
        dropoff: place([1, 0]),
        placedAtMs: atMin(0),
        readyAtMs: atMin(10),
        promisedAtMs: atMin(40)
      })
    }
    const waiting = () => Array.from(table.waiting(), ({ handle }) => handle)
    expect([waiting(), table.waitingCount()]).toEqual([[3, 1, 2], 3])
    table.offer(table.get(1), 7)
    expect(table.get(1)).toMatchObject({ state: "offered", courier: 7 })
    table.assign(table.get(1), 7)
    expect(table.get(1)).toMatchObject({ state: "assigned", courier: 7 })
    table.offer(table.get(3), 8)
    table.wait(table.get(3))
    expect([waiting(), table.waitingCount()]).toEqual([[2, 3], 2])
    const closed = table.get(1)
    table.close(closed)
    table.close(table.get(2))
    expect(closed.state).toBe("closed")
    expect([table.has(1), table.has(2), table.has(3)]).toEqual([false, false, true])
    expect([waiting(), table.waitingCount()]).toEqual([[3], 1])
    expect(() => table.get(1)).toThrow("must be wanted")
  })
})
