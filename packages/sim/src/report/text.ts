import type { CouriersNeeded } from "./couriersNeeded.ts"
import { budgetShare } from "@hotbag/core"
import {
  attainedText,
  clockText,
  countText,
  decimalText,
  durationText,
  hourText,
  shareText
} from "./figures.ts"
import type { LatencySummary } from "../serving/Latencies.ts"
import type { PoolReport, SystemReport } from "../serving/SystemReport.ts"
import type { MinutesSummary, Report, SloResult } from "./Report.ts"

/** No line of a report is longer, whatever the names in it; the usual ones fit on 80 columns. */
export const REPORT_WIDTH = 100

/** How a report is written. */
export interface TextOptions {
  /** Only ASCII, for terminals and logs that show nothing else. */
  readonly ascii?: boolean
}

/** What a run prints before it starts: with these three it can be repeated (P11). One line each, no final newline. */
export const reportHeader = (
  run: Pick<Report, "seed" | "commit" | "scenario" | "policy">,
  options: TextOptions = {}
): string =>
  fitted(
    [
      `seed      ${run.seed}`,
      `commit    ${run.commit}`,
      `scenario  ${run.scenario}`,
      `policy    ${run.policy}`
    ],
    options
  )

/** What a run prints at its end: counts, delivery times, couriers, objectives, and the hash in the last line. */
export const reportBody = (report: Report, options: TextOptions = {}): string =>
  fitted(
    [
      ...headline(report),
      ...report.cautions.flatMap((caution) => wrapped("note: ", caution)),
      "",
      ...minutesTable(report),
      "",
      ...figures(report),
      "",
      ...(report.system === null ? [] : [...systemLines(report.system), ""]),
      ...sloTable(report, options),
      "",
      ...invariantLines(report.invariants),
      `hash ${report.hash}`
    ],
    options
  )

/** A whole report as plain lines of at most `REPORT_WIDTH` characters, without a final newline. Pure. */
export const reportText = (report: Report, options: TextOptions = {}): string =>
  `${reportHeader(report, options)}\n\n${reportBody(report, options)}`

const headline = (report: Report): ReadonlyArray<string> => {
  const of = (count: number) =>
    report.placed > 0 ? `${countText(count)} (${shareText(count / report.placed)})` : countText(count)
  return [
    `${countText(report.placed)} orders placed from ${hourText(report.fromMs)} to ${hourText(report.toMs)}`,
    `${of(report.delivered)} delivered, ${of(report.cancelled)} cancelled, ${of(report.lost)} lost`,
    ...(report.lostUnconfirmed === 0
      ? []
      : [`${countText(report.lostUnconfirmed)} of those lost: their payment was never answered`])
  ]
}

/** Words below one another, on lines that fit on 80 columns, all but the first indented. */
const wrapped = (head: string, words: string): ReadonlyArray<string> => {
  const lines: Array<string> = []
  let line = head.trimEnd()
  for (const word of words.split(" ")) {
    if (line.length + 1 + word.length > 80) {
      lines.push(line)
      line = " ".repeat(head.length - 1)
    }
    line += ` ${word}`
  }
  return [...lines, line]
}

const minutesTable = (report: Report): ReadonlyArray<string> => {
  const row = (name: string, summary: MinutesSummary) => [
    name,
    ...[summary.mean, summary.p50, summary.p90, summary.p99, summary.max].map((value) =>
      decimalText(value, 1)
    )
  ]
  return aligned([
    ["minutes", "mean", "p50", "p90", "p99", "max"],
    row("click-to-door", report.clickToDoor),
    row("ready-to-pickup", report.readyToPickup),
    row("ready-to-door", report.readyToDoor),
    row("time to first offer", report.timeToFirstOffer)
  ])
}

const figures = (report: Report): ReadonlyArray<string> => [
  `click-to-door overage  ${decimalText(report.clickToDoorOverageMean, 2)} min, mean over delivered orders`,
  `couriers               ${countText(report.couriers)}, busy ${shareText(report.courierUtilization)} of their time, ` +
    `${decimalText(report.ordersPerCourierHour, 2)} orders per hour`,
  `fairness               orders per hour vary by ${shareText(report.courierUnevenness, 0)} among couriers`,
  `at once                ${countText(report.concurrent.deliveries)} deliveries` +
    `${report.concurrent.atMs === null ? "" : ` at ${hourText(report.concurrent.atMs)}`}, ` +
    `${countText(report.concurrent.orders)} orders, at most`,
  `people                 ${peopleText(report.people)}`,
  ...faultLines(report.faults),
  `bundles                ${decimalText(report.ordersPerBundle, 2)} orders each`,
  `offers                 ${offersText(report)}, ${countText(report.escalations)} escalations`,
  `events                 ${countText(report.events)}` +
    (report.eventsPerSecond > 0 ? `, ${countText(report.eventsPerSecond)} per second` : ""),
  ...(report.seconds.run > 0
    ? [
        `time                   ${decimalText(report.seconds.run, 1)} s, of which ` +
          `${decimalText(report.seconds.rounds, 1)} s were rounds of dispatch`,
        `without rounds         ${decimalText(report.seconds.world, 1)} s, ` +
          `${countText(report.worldEventsPerSecond)} events per second`
      ]
    : [])
]

/** What people did of their own accord, and what the city's people never do. */
export const peopleText = ({ complaints, leftEarly, relocations }: Report["people"]): string => {
  const known = [
    ...(complaints === null ? [] : [`${countText(complaints)} complaints`]),
    ...(leftEarly === null ? [] : [`${countText(leftEarly)} left early`]),
    `${countText(relocations)} empty moves`
  ]
  const unknown = [
    ...(complaints === null ? ["complaints"] : []),
    ...(leftEarly === null ? ["going home"] : [])
  ]
  return known.join(", ") + (unknown.length === 0 ? "" : `; not modelled: ${unknown.join(", ")}`)
}

/** How many offers there were, and what became of those that nobody took. */
export const offersText = ({
  offers,
  offersRejected,
  offersTimedOut
}: Pick<Report, "offers" | "offersRejected" | "offersTimedOut">): string =>
  offersRejected === null || offersTimedOut === null
    ? `${countText(offers)}, all obeyed`
    : `${countText(offers)}, ${countText(offersRejected)} rejected, ${countText(offersTimedOut)} timed out`

/** What was checked, and what was wrong with the run itself. */
const invariantLines = ({
  checked,
  events,
  first,
  violations
}: Report["invariants"]): ReadonlyArray<string> => [
  `invariants             ${countText(checked.length)} kept watch over ${countText(events)} events, ` +
    (violations === 0 ? "none broken" : `broken ${countText(violations)} times: a bug`),
  ...first.map(({ atMs, checker, courier = "", message, order = "" }) =>
    ["    ", hourText(atMs), checker, order, courier, message].filter((part) => part !== "").join(" ")
  )
]

/** Nothing on a day without faults. */
const faultLines = (faults: Report["faults"]): ReadonlyArray<string> => {
  const {
    answersLate,
    commandsHeld,
    factsLate,
    messagesLate,
    placementsGivenUp,
    placementsRefused,
    reportsLate
  } = faults
  if (Object.values(faults).every((count) => count === 0)) return []
  return [
    `faults                 ${countText(placementsRefused)} orders turned away, ${countText(placementsGivenUp)} for good; ` +
      `late: ${countText(commandsHeld)} commands,`,
    `                       ${countText(factsLate)} facts, ${countText(messagesLate)} messages, ` +
      `${countText(reportsLate)} reports, ${countText(answersLate)} answers`
  ]
}

/** Each objective by its name, and below it what it means. */
const sloTable = (
  { beyondCouriers, couriersNeeded, firstBreach, slos, system }: Report,
  options: TextOptions
): ReadonlyArray<string> => {
  if (slos.length === 0) return ["no objectives"]
  const [met, breached] = options.ascii === true ? ["ok", "NO"] : ["✓", "✗"]
  const [head, ...rows] = aligned([
    ["SLO", "objective", "attained", "budget spent", "worst burn"],
    ...slos.map((slo) => [
      `${slo.met ? met : breached} ${slo.name}`,
      shareText(slo.objective, 2),
      attainedText(slo.attained),
      shareText(slo.budgetSpent, 0),
      burnText(worstBurn(slo))
    ])
  ])
  const breaches = slos.filter((slo) => !slo.met).length
  return [
    head ?? "",
    ...rows.flatMap((row, i) => {
      const slo = slos[i]
      // What servers promise is told by its name, and in words where it was not kept.
      const known = slo?.met === true && (system?.slos ?? []).some(({ name }) => name === slo.name)
      return [
        row,
        ...(known ? [] : [`    ${slo?.description ?? ""}`]),
        ...(slo === undefined ? [] : remarks(slo))
      ]
    }),
    breaches === 0 ? "every objective met" : `${breaches} of ${slos.length} objectives breached`,
    ...(firstBreach === null
      ? []
      : [`first to break: ${firstBreach.slo}, its budget spent by ${hourText(firstBreach.atMs)}`]),
    ...(couriersNeeded === null ? [] : [couriersLine(couriersNeeded)]),
    ...beyondCouriers.map(kitchensLine),
    ...(breaches === 0 || system === null ? [] : [nodesLine(system)])
  ]
}

/** Where there were too few events to judge, and which alerts fired. */
const remarks = (slo: SloResult): ReadonlyArray<string> =>
  [tooFewText(slo), alertsText(slo)].flatMap((text) => (text === "" ? [] : [`    ${text}`]))

/** That there were too few events to judge an objective by; empty where there were enough, or it is broken even so. */
export const tooFewText = ({ met, objective, tooFew, total }: SloResult): string =>
  tooFew && met
    ? `too few to judge: ${countText(total)}, and one bad of ${countText(Math.ceil(1 / budgetShare(objective)))} is what is allowed`
    : ""

/** The alerts that fired, the first moment of each, for how long, and at what; empty where none did. */
export const alertsText = ({ alerts }: Pick<SloResult, "alerts">): string => {
  const fired = alerts.flatMap(({ firingMs, firstAtMs, rate, severity }) =>
    firstAtMs === null
      ? []
      : [
          `${severity} ${hourText(firstAtMs)} for ${durationText(firingMs)} (${decimalText(rate, 1).replace(/\.0$/, "")}x)`
        ]
  )
  return fired.length === 0 ? "" : `alerts: ${fired.join(", ")}`
}

const couriersLine = ({ atMs, high, low, needed, onDuty, ordersPerHour }: CouriersNeeded): string => {
  const work = `${countText(ordersPerHour)} orders an hour at ${hourText(atMs)}`
  return needed <= onDuty
    ? `couriers: ${countText(onDuty)} on duty had time for ${work}`
    : `couriers: ${countText(low)} to ${countText(high)} on duty, not ${countText(onDuty)}, for ${work}`
}

const kitchensLine = ({ slo, tooLate }: Report["beyondCouriers"][number]): string =>
  `kitchens: ${shareText(tooLate)} of the food came too late for ${slo} with any couriers`

/** Instances of a pool in words: a database's are its processors. */
export const serversWord = (pool: string): string =>
  pool.startsWith("database") ? `processors of the ${pool}` : pool === "nodes" ? pool : `nodes for ${pool}`

const nodesLine = ({ enough, pools, slos }: SystemReport): string => {
  if (enough !== null)
    return `enough would have been: ${enough.parts.map(({ count, what }) => `${count} ${what}`).join(", ")}`
  if (slos.some(({ met }) => !met))
    return "servers: no number of nodes and processors keeps every promise of theirs"
  const most = pools.map(({ instances: { max }, name }) => `${countText(max)} ${serversWord(name)}`)
  return `servers: enough as they were, at most ${most.join(", ")}`
}

/** What the servers had to do, and how long it took. */
const systemLines = (system: SystemReport): ReadonlyArray<string> => {
  const { busiestMinute, latencies } = system
  const row = (name: string, { maxMs, p50Ms, p95Ms, p99Ms }: LatencySummary) => [
    name,
    ...[p50Ms, p95Ms, p99Ms, maxMs].map((value) => decimalText(value, 1))
  ]
  return [
    ...aligned([
      ["servers, ms", "p50", "p95", "p99", "max"],
      row("placement", latencies.placement),
      row("find nearby", latencies.nearby),
      row("location", latencies.location),
      row("status", latencies.status),
      row("dispatch round", latencies["dispatch-round"]),
      row("outbox lag", latencies["outbox-lag"])
    ]),
    "",
    ...system.pools.map(poolLine),
    `requests               ${countText(system.requests)}, ${decimalText(busiestMinute.requestsPerSecond, 0)} a second ` +
      `in the busiest minute, ${countText(system.shed)} shed, ${countText(system.late)} late`,
    `positions              ${countText(system.positions)}, ${countText(busiestMinute.positionsPerSecond)} a second ` +
      `in the busiest minute`,
    ...(system.faults === null ? [] : outageLines(system.faults))
  ]
}

/** What failed, as the servers felt it: a line for each kind of thing, if it came to anything. */
const outageLines = (felt: NonNullable<SystemReport["faults"]>): ReadonlyArray<string> => {
  const { caughtUpAtMs } = felt
  const lines = [
    felt.outboxMost === 0
      ? ""
      : `${countText(felt.commitsHeld)} commits waited to be told of, ${countText(felt.outboxMost)} at most` +
        (caughtUpAtMs === null ? "" : `; caught up at ${clockText(caughtUpAtMs)}`),
    felt.unavailable + felt.slowCalls === 0
      ? ""
      : `${countText(felt.unavailable)} requests met a store that was away (503), ` +
        `${countText(felt.slowCalls)} calls a slow one`,
    felt.reconnects === 0
      ? ""
      : `${countText(felt.reconnects)} apps connected again, with ${countText(felt.positionsKept)} positions kept meanwhile`,
    felt.gatewayTimeOuts + felt.gatewayRested === 0
      ? ""
      : `${countText(felt.gatewayTimeOuts)} questions left unanswered by the gateway, ` +
        `${countText(felt.gatewayRested)} not asked meanwhile`
  ].filter((line) => line !== "")
  return lines.map((line, i) => `${(i === 0 ? "outages" : "").padEnd(22)} ${line}`)
}

const poolLine = ({ instances, name, utilisationMax, utilisationMean, waitingMax }: PoolReport): string =>
  `${name.padEnd(22)} ${instances.min === instances.max ? instances.max : `${instances.min} to ${instances.max}`}, busy ` +
  `${shareText(utilisationMean)} of their time, ${shareText(utilisationMax)} at most, ${countText(waitingMax)} waited at most`

/**
 * The window that burned fastest, as a multiple of the sustainable rate; the first of equals. Only windows over which an alert decides that it
 * matters: the short ones beside them say no more than that it goes on, and a bad minute is soon found. Null: nothing burned.
 */
export const worstBurn = ({
  alerts,
  burnRates
}: Pick<SloResult, "alerts" | "burnRates">): SloResult["burnRates"][number] | null =>
  burnRates
    .filter(({ windowMs }) => alerts.some(({ longWindowMs }) => longWindowMs === windowMs))
    .reduce<SloResult["burnRates"][number] | null>(
      (worst, burn) => (burn.rate > (worst?.rate ?? 0) ? burn : worst),
      null
    )

const burnText = (burn: ReturnType<typeof worstBurn>): string =>
  burn === null ? "-" : `${decimalText(burn.rate, 1)}x in ${durationText(burn.windowMs)}`

/** Rows as a table: the first column to the left, the others to the right, two blanks between. */
const aligned = (rows: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<string> => {
  const widths: Array<number> = []
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length)
    })
  }
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)
      )
      .join("  ")
      .trimEnd()
  )
}

const clipped = (text: string, width: number, options: TextOptions): string => {
  if (text.length <= width) return text
  const mark = options.ascii === true ? "..." : "…"
  return text.slice(0, width - mark.length) + mark
}

/** Names come from outside: control characters are dropped, and ASCII is made sure of where it was asked for. */
const fitted = (lines: ReadonlyArray<string>, options: TextOptions): string =>
  lines
    .map((line) => {
      const printable = line.replace(/\p{Cc}/gu, " ")
      const plain = options.ascii === true ? printable.replace(/[^\u0020-\u007e]/g, "?") : printable
      return clipped(plain, REPORT_WIDTH, options)
    })
    .join("\n")
