import { describe, expect, it } from "vitest"
import { checkHistory } from "./checkHistory.ts"
import type { FinalRead } from "./FinalRead.ts"
import type { Line } from "./History.ts"

const asked: Line = {
  process: "ana",
  op: "place",
  key: "k1",
  invoke: 0,
  at: 100,
  outcome: "ok",
  status: 201,
  retryAfter: null,
  answer: '{"orderId":"o1"}'
}
const silent: Line = { ...asked, outcome: "info", status: null, answer: null }
const refused: Line = { ...asked, outcome: "fail", status: 409, answer: '{"code":"OutOfStock"}' }

const facts: ReadonlyArray<readonly [string, string, string | null]> = [
  ["order", "OrderPlaced", null],
  ["delivery", "DeliveryRequested", null],
  ["delivery", "OfferAccepted", "carlos"],
  ["delivery", "DeliveryPickedUp", "carlos"],
  ["delivery", "DeliveryCompleted", "carlos"],
  ["order", "OrderDelivered", null]
]
const log: FinalRead["log"] = facts.map(([stream, fact, courierId], i) => ({
  orderId: "o1",
  seq: i + 1,
  stream,
  version: stream === "delivery" ? i : i === 0 ? 1 : 2,
  atMs: 1_000 * i,
  subject: "ana",
  commandId: i === 0 ? "k1" : null,
  fact,
  courierId
}))
const final: FinalRead = {
  orders: [{ orderId: "o1", status: "delivered", totalMinor: 500 }],
  log,
  ledger: [
    { orderId: "o1", kind: "capture", amountMinor: -500 },
    { orderId: "o1", kind: "capture", amountMinor: 500 }
  ],
  sagas: [{ orderId: "o1", orderStatus: "delivered", deliveryStatus: "delivered", payment: "captured" }],
  gateway: [{ orderId: "o1", funds: "held", settled: "capture" }],
  waiting: 0,
  setAside: 0
}
const nothing: FinalRead = {
  orders: [],
  log: [],
  ledger: [],
  sagas: [],
  gateway: [],
  waiting: 0,
  setAside: 0
}

const broken = (lines: ReadonlyArray<Line>, end: Partial<FinalRead> = {}) =>
  new Set(checkHistory(lines, { ...final, ...end }, { answerMs: 3_500 }).map((what) => what.slice(0, 2)))

const withEntry = (number: number, change: Partial<FinalRead["log"][number]>): FinalRead["log"] =>
  log.map((entry, i) => (i === number ? { ...entry, ...change } : entry))

describe("the checker of histories", () => {
  it("finds nothing wrong with a dinner, acknowledged or of unknown outcome", () => {
    expect(broken([asked])).toEqual(new Set())
    expect(broken([silent, asked, asked])).toEqual(new Set())
    expect(broken([silent])).toEqual(new Set())
    expect(broken([silent], nothing)).toEqual(new Set())
    expect(broken([silent, refused], nothing)).toEqual(new Set())
  })

  it("P1, P2: finds an order that is lost, there twice, refused and there, answered in two ways, or nobody's", () => {
    expect(broken([asked], nothing)).toEqual(new Set(["P1"]))
    expect(broken([refused])).toEqual(new Set(["P2"]))
    expect(broken([asked, { ...asked, answer: '{"orderId":"o1", "again":true}' }])).toEqual(new Set(["P2"]))
    expect(broken([])).toEqual(new Set(["P2"]))
    const twice = log.map((entry) => ({ ...entry, orderId: "o2" }))
    expect(broken([asked], { log: [...log, ...twice] })).toContain("P2")
    expect(broken([asked, { ...asked, op: "place-other" }])).toEqual(new Set(["P2"]))
  })

  it("P3: finds two couriers with one order, a stranger who reports, and a courier with too much", () => {
    const second = { ...log[2], fact: "OfferAccepted", courierId: "dora" }
    expect(broken([asked], { log: withEntry(3, { ...second, seq: 4, version: 3 }) })).toContain("P3")
    expect(broken([asked], { log: withEntry(3, { courierId: "dora" }) })).toEqual(new Set(["P3"]))
    const many = Array.from({ length: 9 }, (_, i) => log.map((entry) => ({ ...entry, orderId: `m${i}` })))
    expect(broken([asked], { log: [...log, ...many.flat()] })).toContain("P3")
  })

  it("P4: finds gaps in logs and versions, and orders without a log", () => {
    expect(broken([asked], { log: withEntry(5, { seq: 7 }) })).toEqual(new Set(["P4"]))
    expect(broken([asked], { log: withEntry(5, { version: 3 }) })).toEqual(new Set(["P4"]))
    expect(broken([silent], { log: [] })).toContain("P4")
  })

  it("P5: finds an uneven ledger, money that stays where it is not due, and a gateway that says otherwise", () => {
    expect(broken([asked], { ledger: final.ledger.slice(1) })).toEqual(new Set(["P5"]))
    const [saga] = final.sagas
    expect(broken([asked], { sagas: saga === undefined ? [] : [{ ...saga, payment: "capturing" }] })).toEqual(
      new Set(["P5"])
    )
    expect(broken([asked], { gateway: [{ orderId: "o1", funds: "held", settled: "void" }] })).toEqual(
      new Set(["P5"])
    )
  })

  it("P6–P8: finds what has not ended, what still waits, and who was answered late, not at all, or with a bug", () => {
    expect(broken([asked], { orders: [{ orderId: "o1", status: "ready", totalMinor: 500 }] })).toContain("P6")
    expect(broken([asked], { waiting: 1 })).toEqual(new Set(["P7"]))
    expect(broken([asked], { setAside: 1 })).toEqual(new Set(["P7"]))
    expect(broken([{ ...silent, at: 4_000 }])).toEqual(new Set(["P8"]))
    expect(broken([asked, { ...silent, status: 500 }])).toEqual(new Set(["P8"]))
    expect(broken([asked, { ...silent, status: 503 }])).toEqual(new Set(["P8"]))
  })
})
