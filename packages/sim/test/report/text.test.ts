import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { MinutesSummary, Report } from "../../src/report/Report.ts"
import { REPORT_WIDTH, reportBody, reportHeader, reportText } from "../../src/report/text.ts"

const minutes: MinutesSummary = { mean: 31.64, p50: 30.1, p90: 47.2, p99: 60, max: 88.25 }

const never = { mean: Number.NaN, p50: Number.NaN, p90: Number.NaN, p99: Number.NaN, max: Number.NaN }

const report: Report = {
  seed: 7,
  commit: "0123456789ab+dirty",
  scenario: "metro-launch",
  policy: "assignment",
  hash: "f".repeat(64),
  fromMs: 36_000_000,
  toMs: 84_600_000,
  cautions: [],
  placed: 12_345,
  delivered: 12_000,
  cancelled: 245,
  lost: 100,
  lostUnconfirmed: 0,
  clickToDoor: minutes,
  clickToDoorOverageMean: 2.316,
  readyToPickup: minutes,
  readyToDoor: minutes,
  timeToFirstOffer: minutes,
  courierUtilization: 0.612,
  ordersPerCourierHour: 2.314,
  courierUnevenness: 0.349,
  couriers: 2000,
  offers: 13_000,
  offersRejected: 900,
  offersTimedOut: 31,
  escalations: 4,
  invariants: { checked: ["physics"], events: 1_000, violations: 0, first: [] },
  faults: {
    placementsRefused: 0,
    placementsGivenUp: 0,
    commandsHeld: 0,
    factsLate: 0,
    messagesLate: 0,
    reportsLate: 0,
    answersLate: 0
  },
  people: { complaints: 212, leftEarly: 18, relocations: 1_204 },
  concurrent: { orders: 1_812, deliveries: 1_604, atMs: 69_000_000 },
  ordersPerBundle: 1.118,
  slos: [
    {
      name: "delivered-in-time",
      description: "click-to-door within 60 min",
      objective: 0.95,
      good: 11_988,
      total: 12_000,
      attained: 0.999,
      budgetSpent: 0.02,
      burnRates: [
        { windowMs: 300_000, rate: 14.44 },
        { windowMs: 3_600_000, rate: 3 }
      ],
      alerts: [
        {
          severity: "page",
          rate: 14.4,
          longWindowMs: 300_000,
          shortWindowMs: 60_000,
          firstAtMs: 68_400_000,
          firingMs: 120_000
        },
        {
          severity: "ticket",
          rate: 1,
          longWindowMs: 3_600_000,
          shortWindowMs: 300_000,
          firstAtMs: null,
          firingMs: 0
        }
      ],
      spentAtMs: null,
      tooFew: false,
      met: true
    },
    {
      name: "first-offer",
      description: "first offer within 60 s of confirmation",
      objective: 0.999,
      good: 11_987,
      total: 12_000,
      attained: 0.99899,
      budgetSpent: 1.01,
      burnRates: [],
      alerts: [],
      spentAtMs: 70_200_000,
      tooFew: false,
      met: false
    }
  ],
  firstBreach: { slo: "first-offer", atMs: 70_200_000 },
  couriersNeeded: {
    atMs: 68_400_000,
    ordersPerHour: 3_300,
    onDuty: 1_500,
    needed: 2_210,
    low: 1_768,
    high: 2_763
  },
  beyondCouriers: [{ slo: "first-offer", tooLate: 0.127 }],
  system: null,
  events: 1_234_567,
  rounds: { count: 900, p50Ms: 1, p99Ms: 4, maxMs: 9 },
  happenings: 1_800_000,
  eventsPerSecond: 2_000_000,
  worldEventsPerSecond: 5_611_668,
  seconds: { run: 0.62, rounds: 0.4, world: 0.22 }
}

describe("what to keep in mind", () => {
  it("is said below the counts, on lines that fit on 80 columns", () => {
    const cautions = ["the city is empty ".repeat(9).trim(), "short"]
    const lines = reportBody({ ...report, cautions }).split("\n")
    const [first = "", second = "", third] = lines.slice(2)
    expect(`${first} ${second.trim()} ${third?.trim()}`).toBe(`note: ${cautions[0]}`)
    expect(second).toMatch(/^ {6}\S/)
    expect(lines[5]).toBe("note: short")
    expect(Math.max(...lines.slice(2, 6).map(({ length }) => length))).toBeLessThanOrEqual(80)
  })
})

describe("report as text", () => {
  it("says what happened", () => {
    expect(`${reportText(report)}\n`).toBe(`seed      7
commit    0123456789ab+dirty
scenario  metro-launch
policy    assignment

12,345 orders placed from 10:00 to 23:30
12,000 (97.2 %) delivered, 245 (2.0 %) cancelled, 100 (0.8 %) lost

minutes              mean   p50   p90   p99   max
click-to-door        31.6  30.1  47.2  60.0  88.3
ready-to-pickup      31.6  30.1  47.2  60.0  88.3
ready-to-door        31.6  30.1  47.2  60.0  88.3
time to first offer  31.6  30.1  47.2  60.0  88.3

click-to-door overage  2.32 min, mean over delivered orders
couriers               2,000, busy 61.2 % of their time, 2.31 orders per hour
fairness               orders per hour vary by 35 % among couriers
at once                1,604 deliveries at 19:10, 1,812 orders, at most
people                 212 complaints, 18 left early, 1,204 empty moves
bundles                1.12 orders each
offers                 13,000, 900 rejected, 31 timed out, 4 escalations
events                 1,234,567, 2,000,000 per second
time                   0.6 s, of which 0.4 s were rounds of dispatch
without rounds         0.2 s, 5,611,668 events per second

SLO                  objective  attained  budget spent      worst burn
✓ delivered-in-time    95.00 %   99.90 %           2 %  14.4x in 5 min
    click-to-door within 60 min
    alerts: page 19:00 for 2 min (14.4x)
✗ first-offer          99.90 %   99.89 %         101 %               -
    first offer within 60 s of confirmation
1 of 2 objectives breached
first to break: first-offer, its budget spent by 19:30
couriers: 1,768 to 2,763 on duty, not 1,500, for 3,300 orders an hour at 19:00
kitchens: 12.7 % of the food came too late for first-offer with any couriers

invariants             1 kept watch over 1,000 events, none broken
hash ${"f".repeat(64)}
`)
  })

  it("fits on 80 columns", () => {
    for (const line of reportText(report).split("\n")) expect(line.length, line).toBeLessThanOrEqual(80)
  })

  it("says what can be repeated before the run is known", () => {
    expect(reportHeader({ seed: 1, commit: "0.1.0", scenario: "s", policy: "p" }).split("\n")).toEqual([
      "seed      1",
      "commit    0.1.0",
      "scenario  s",
      "policy    p"
    ])
  })

  it("has no figures where nothing was delivered", () => {
    const text = reportBody({
      ...report,
      clickToDoor: never,
      placed: 0,
      delivered: 0,
      cancelled: 0,
      lost: 0,
      slos: []
    })
    expect(text).toContain("click-to-door           -     -     -     -     -")
    expect(text).toContain("0 delivered, 0 cancelled, 0 lost")
    expect(text).toContain("no objectives")
    expect(text).not.toMatch(/NaN|Infinity|undefined/)
  })

  it("says what is not modelled, and shows no figure of what never happened", () => {
    const lines = reportText({
      ...report,
      people: { complaints: null, leftEarly: null, relocations: 3 },
      offersRejected: null,
      offersTimedOut: null,
      clickToDoor: never,
      concurrent: { orders: 2, deliveries: 0, atMs: null },
      courierUtilization: Number.NaN
    }).split("\n")
    const line = (start: string) => lines.find((each) => each.startsWith(start)) ?? ""
    expect(line("people")).toMatch(/ 3 empty moves; not modelled: complaints, going home$/)
    expect(line("offers")).toMatch(/, all obeyed, [\d,]+ escalations$/)
    expect(line("click-to-door  ")).toMatch(/^click-to-door( +-){5}$/)
    expect(line("at once")).toMatch(/ 0 deliveries, 2 orders, at most$/)
    expect(line("couriers")).toContain("busy - of their time")
  })

  it("says where there were too few orders to judge", () => {
    const few = { objective: 0.9, good: 7, total: 8, attained: 0.875, budgetSpent: 1.25, tooFew: true }
    const text = reportText({ ...report, slos: report.slos.map((slo) => ({ ...slo, ...few })) })
    expect(text).toContain("\n    too few to judge: 8, and one bad of 10 is what is allowed\n")
  })

  it("stays within its width, printable, and in ASCII when asked, whatever the names and figures", () => {
    const figure = fc.oneof(fc.double(), fc.constantFrom(0, 1e12, Number.NaN, Number.POSITIVE_INFINITY))
    const name = fc.string({ unit: "binary", maxLength: 200 })
    fc.assert(
      fc.property(name, name, figure, fc.boolean(), fc.boolean(), (words, scenario, value, met, ascii) => {
        const text = reportText(
          {
            ...report,
            scenario,
            placed: value,
            clickToDoor: { mean: value, p50: value, p90: value, p99: value, max: value },
            slos: report.slos.map((slo) => ({ ...slo, description: words, budgetSpent: value, met }))
          },
          { ascii }
        )
        const lines = text.split("\n")
        expect(lines.length).toBe(38)
        expect(lines.at(-1)).toBe(`hash ${report.hash}`)
        for (const line of lines) {
          expect(line.length).toBeLessThanOrEqual(REPORT_WIDTH)
          if (ascii) expect(line).toMatch(/^[\u0020-\u007e]*$/)
          else expect(line).not.toMatch(/\p{Cc}/u)
        }
        expect(lines.filter((line) => line.startsWith(ascii ? "ok " : "✓ ")).length).toBe(met ? 2 : 0)
      })
    )
  })
})
