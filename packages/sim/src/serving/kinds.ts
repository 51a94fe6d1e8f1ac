import { at } from "@hotbag/core"
import type { Calibration } from "./Calibration.ts"
import type { StationName, Traffic } from "./Deployment.ts"
import { type DrawTable, fromQuantiles } from "./UnitTimes.ts"

/** What a latency is measured for. */
export type SliName =
  | "placement"
  | "command"
  | "nearby"
  | "read"
  | "location"
  | "status"
  | "dispatch-round"
  | "offer"
  | "outbox-lag"

/** A kind of work: the stations it goes through, what it takes there, and what is measured of it. */
export interface Kind {
  readonly sli: SliName
  readonly steps: ReadonlyArray<{ readonly station: StationName; readonly workMs: number }>
  /** Added to what it waited: how long it takes when nobody is in its way. */
  readonly unloaded: DrawTable | null
  /** A client waits for it: it may be answered with 503. */
  readonly request: boolean
  /** It always ends with 503: the store is away. */
  readonly fails?: true
  /** Its `amount` is the work of its first step (rounds), or how many it stands for (probes). */
  readonly amount: "one" | "work" | "count"
  /** What begins when it ends well, indexes into the kinds. */
  readonly leadsTo: ReadonlyArray<number>
}

/** Indexes into the kinds; the first seven are those of `Task`. */
export const KindOf = {
  place: 0,
  command: 1,
  offer: 2,
  round: 3,
  refusedPlace: 4,
  refusedCommand: 5,
  connect: 6,
  nearby: 7,
  readProbe: 8,
  positionProbe: 9,
  afterPlace: 10,
  afterCommand: 11,
  status: 12
} as const

/** Every kind of work under a calibration. */
export const kindsOf = (calibration: Calibration, traffic: Traffic): ReadonlyArray<Kind> => {
  const { command, latencies, message, nearby, place, read } = calibration
  const write = (sli: SliName, { answer }: Calibration["place"], unloaded: ReadonlyArray<number>) => ({
    sli,
    steps: steps("api", answer),
    unloaded: fromQuantiles(unloaded),
    request: true,
    amount: "one" as const
  })
  const plain = { request: false, amount: "one", leadsTo: [], unloaded: null } as const
  const after = (cost: Calibration["place"]): Kind => ({
    ...plain,
    sli: "outbox-lag",
    steps: steps("relay", cost.after),
    unloaded: fromQuantiles(latencies.after)
  })
  const refused = (sli: SliName, { answer }: Calibration["place"]): Kind => ({
    ...plain,
    sli,
    steps: [{ station: "api", workMs: answer.nodeMs }],
    request: true,
    fails: true
  })
  const telling = (watchers: number) => [{ station: "sockets" as const, workMs: watchers * message.nodeMs }]
  return [
    { ...write("placement", place, latencies.place), leadsTo: [KindOf.afterPlace, KindOf.status] },
    { ...write("command", command, latencies.command), leadsTo: [KindOf.afterCommand, KindOf.status] },
    {
      ...plain,
      sli: "offer",
      steps: [...steps("dispatch", command.answer), ...telling(1)],
      unloaded: fromQuantiles(latencies.command),
      leadsTo: [KindOf.afterCommand]
    },
    { ...plain, sli: "dispatch-round", steps: [{ station: "dispatch", workMs: 0 }], amount: "work" },
    refused("placement", place),
    refused("command", command),
    {
      ...plain,
      sli: "read",
      steps: steps("api", read),
      unloaded: fromQuantiles(latencies.read),
      request: true
    },
    {
      ...plain,
      sli: "nearby",
      steps: steps("api", nearby),
      unloaded: fromQuantiles(latencies.nearby),
      request: true
    },
    { ...probe("read", "api", latencies.read), request: true },
    probe("location", "sockets", latencies.position),
    after(place),
    after(command),
    {
      ...plain,
      sli: "status",
      steps: telling(traffic.watchersPerOrder),
      unloaded: fromQuantiles(latencies.status)
    }
  ]
}

/** Takes no time of anybody: looks how long others wait, on behalf of many. */
const probe = (sli: SliName, station: StationName, unloaded: ReadonlyArray<number>): Kind => ({
  sli,
  steps: [{ station, workMs: 0 }],
  unloaded: fromQuantiles(unloaded),
  request: false,
  amount: "count",
  leadsTo: []
})

/** First on a node, then in the database, if it has anything to do. */
const steps = (station: StationName, { databaseMs, nodeMs }: Calibration["nearby"]): Kind["steps"] => [
  { station, workMs: nodeMs },
  ...(databaseMs > 0 ? [{ station: "database" as const, workMs: databaseMs }] : [])
]

/** The round times of a policy; of one that was never measured, those of the slowest. */
export const roundTimesOf = ({ rounds }: Calibration, policy: string) => {
  const known = rounds.find((round) => policy === round.policy || policy.startsWith(`${round.policy}:`))
  const slowest = rounds.reduce((worst, round) => (round.perWaitingMs > worst.perWaitingMs ? round : worst))
  const { baseMs, perWaitingMs, ratios } = known ?? slowest ?? at(rounds, 0)
  return { baseMs, perWaitingMs, ratios: fromQuantiles(ratios) }
}
