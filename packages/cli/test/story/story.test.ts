import { appendFile, mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { eventsOfOrder } from "../../src/story/readEvents.ts"
import type { LoggedEvent } from "../../src/story/readEvents.ts"
import { outcomeOf, storyLines } from "../../src/story/story.ts"

const at = (minutes: number, seconds = 0) => 64_800_000 + minutes * 60_000 + seconds * 1000

/** An evening in the life of o42: declined once, waited, found by a wider search, delivered. */
const events: ReadonlyArray<LoggedEvent> = [
  { atMs: at(0), type: "order-placed", order: "o42", restaurant: "r7", promisedAtMs: at(40) },
  { atMs: at(1), type: "order-confirmed", order: "o42", readyEstimateAtMs: at(15) },
  {
    atMs: at(2),
    type: "delivery-offered",
    order: "o42",
    courier: "c1",
    expiresAtMs: at(2, 30),
    reasons: [
      {
        order: "o42",
        policy: "assignment",
        chosen: "c1",
        considered: 7,
        searchedM: 1500,
        candidates: [
          { courier: "c1", terms: { wait: 3.4, late: 0, emptyTravel: 0.1 }, cost: 3.5, verdict: "chosen" },
          { courier: "c23", terms: { wait: 12 }, cost: 12, verdict: "costs 8.5 min more" }
        ],
        changed: {
          from: "c23",
          to: "c1",
          movedMin: -8.5,
          joined: [],
          parted: ["o7"],
          courierChanges: 1,
          words: "courier c1 instead of courier c23, who costs 8.5 min more; no longer bundled with order o7"
        }
      }
    ]
  },
  { atMs: at(2, 20), type: "offer-rejected", order: "o42", courier: "c1" },
  { atMs: at(3), type: "widen", order: "o42", fromM: 1500, toM: 3000 },
  {
    atMs: at(8),
    type: "escalate",
    order: "o42",
    why: "all-couriers-busy",
    waitedMs: 330_000,
    searchedM: 3000
  },
  { atMs: at(9), type: "delivery-offered", order: "o42", courier: "c23" },
  { atMs: at(9, 5), type: "offer-accepted", order: "o42", courier: "c23" },
  { atMs: at(9, 5), type: "courier-noted", order: "o42" },
  { atMs: at(9, 5), type: "pickups-planned", order: "o42", restaurants: ["r7", "r9"] },
  { atMs: at(9, 5), type: "notify", order: "o42", to: "customer", notice: "courier-assigned" },
  { atMs: at(16), type: "delivery-picked-up", order: "o42", courier: "c23" },
  { atMs: at(16), type: "weighed-by-a-drone", order: "o42", grams: 1200 },
  { atMs: at(31, 30), type: "order-delivered", order: "o42" }
]

describe("an order's story", () => {
  it("is told in words", () => {
    expect(storyLines("o42", events).join("\n"))
      .toBe(`order o42: delivered by c23, 31.5 min click-to-door; 2 offers, 1 declined, 1 escalation

18:00:00  placed at restaurant r7, promised for 18:40:00
18:01:00  confirmed by the restaurant, food expected at 18:15:00
18:02:00  offered to c1, who may answer until 18:02:30
    assignment considered 7 couriers within 1,500 m; best 2 in minutes:
    courier   wait  empty-travel   cost  verdict
    c1        3.40          0.10   3.50  chosen
    c23      12.00             -  12.00  costs 8.5 min more
    changed since the last round: courier c1 instead of courier c23, who costs 8.5 min more; no longer bundled with order o7
18:02:20  c1 declined, and is not asked again
18:03:00  search widened from 1,500 m to 3,000 m
18:08:00  operations alerted: every courier in reach is busy after 5.5 min, search reached 3,000 m
18:09:00  offered to c23
18:09:05  c23 accepted
18:09:05  bundled with another restaurant: picks up at r7, then picks up at r9
18:16:00  picked up by c23
18:16:00  weighed by a drone, grams 1200
18:31:30  delivered`)
  })

  it.each([
    [[], { ended: "open", clickToDoorMin: null, courier: null, offers: 0 }],
    [events.slice(0, 4), { ended: "open", placedAtMs: at(0), endedAtMs: null, rejections: 1 }],
    [
      [...events.slice(0, 2), { atMs: at(50), type: "order-cancelled", order: "o42", by: "customer" }],
      { ended: "cancelled", endedAtMs: at(50), clickToDoorMin: null }
    ],
    [[{ atMs: at(60), type: "order-cancelled", order: "o42", by: "platform" }], { ended: "lost" }],
    [events, { ended: "delivered", clickToDoorMin: 31.5, courier: "c23", offers: 2, escalations: 1 }]
  ])("is summed up %#", (some, outcome) => {
    expect(outcomeOf(some)).toMatchObject(outcome)
  })
})

const signal = new AbortController().signal
const freshLog = async (lines: ReadonlyArray<string>) => {
  const path = join(await mkdtemp(join(tmpdir(), "hotbag-story-")), "events.ndjson")
  await writeFile(path, lines.map((line) => `${line}\n`).join(""))
  return path
}

describe("reading an event log", () => {
  it("finds the order's events among all others, in sequence, also without a last newline", async () => {
    const others = Array.from({ length: 30_000 }, (_, i) => ({
      atMs: i,
      type: "noise",
      order: `o4200${i}`,
      near: "o42"
    }))
    const path = await freshLog(
      [...events.slice(0, 5), ...others, ...events.slice(5)].map((event) => JSON.stringify(event))
    )
    await appendFile(path, JSON.stringify({ atMs: at(60), type: "noise", order: "o42" }))
    const found = await eventsOfOrder(path, "o42", signal)
    expect(found.events).toEqual([...events, { atMs: at(60), type: "noise", order: "o42" }])
  })

  it("passes over journeys without an order, also where a restaurant is called like the order", async () => {
    const journeys = ["Preposition", "CourierArrived"].map((type) =>
      JSON.stringify({ atMs: 0, type, courier: "c1", restaurant: "o42" })
    )
    const path = await freshLog([...journeys, JSON.stringify(events[0]), ...journeys])
    expect((await eventsOfOrder(path, "o42", signal)).events).toEqual(events.slice(0, 1))
    expect(await eventsOfOrder(await freshLog(journeys), "o42", signal)).toEqual({ events: [], near: [] })
  })

  it("takes the names of events as the code writes them, too", async () => {
    const path = await freshLog(['{"atMs":0,"type":"OfferTimedOut","order":"o42"}'])
    expect((await eventsOfOrder(path, "o42", signal)).events).toEqual([
      { atMs: 0, type: "offer-timed-out", order: "o42" }
    ])
  })

  it("offers the nearest ids for one that is not there", async () => {
    const path = await freshLog(
      ["o17", "o42", "o43", "o420", "x9999"].map((order) =>
        JSON.stringify({ atMs: 0, type: "order-placed", order })
      )
    )
    expect(await eventsOfOrder(path, "042", signal)).toEqual({ events: [], near: ["o42"] })
    expect((await eventsOfOrder(path, "o44", signal)).near).toEqual(["o42", "o43"])
  })

  it.each([
    [
      '{"atMs":0,"type":"order-placed","order":"o42"',
      /events\.ndjson line 2: this is not JSON; run hotbag simulate/
    ],
    [
      '{"atMs":"soon","type":"order-placed","order":"o42"}',
      /events\.ndjson line 2: this is not an event of a run; /
    ],
    ['["o42"]', /line 2: this is not an event/]
  ])("refuses a damaged line: %s", async (line, message) => {
    const path = await freshLog(['{"atMs":0,"type":"a"}', line])
    await expect(eventsOfOrder(path, "o42", signal)).rejects.toThrow(message)
  })

  it("refuses a file without line ends before it fills the memory", async () => {
    const path = await freshLog(["x".repeat(3_000_000)])
    await expect(eventsOfOrder(path, "o42", signal)).rejects.toThrow(/line 1: the line is too long; /)
  })

  it("says so when there is no log", async () => {
    await expect(eventsOfOrder("/nowhere/events.ndjson", "o42", signal)).rejects.toThrow(
      "/nowhere/events.ndjson: there is no such file or folder; name the folder that hotbag simulate --out wrote"
    )
  })
})
