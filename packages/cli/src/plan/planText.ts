import { countText, decimalText, hourText, shareText } from "@hotbag/sim"
import type { Plan, Tried } from "./Plan.ts"

/** A run that was tried, in one line. */
export const triedText = (tried: Tried): string => `seed ${tried.seed}: ${fateText(tried)}`

/** A plan for people. */
export const planText = (plan: Plan): string =>
  [
    `target    ${plan.target}`,
    `policy    ${plan.policy}, seed ${plan.seed}, commit ${plan.commit}`,
    "",
    ...before(plan),
    "",
    ...couriers(plan),
    ...luck(plan),
    ...plan.tried.flatMap((tried) => (tried.seed === plan.seed ? [`            ${fateText(tried)}`] : [])),
    "",
    ...servers(plan),
    ...scaled(plan)
  ].join("\n")

const fateText = ({ breached, couriers, couriersX, firstBreach, missing, stoppedAtMs }: Tried): string => {
  const others = breached.filter((name) => !missing.includes(name))
  const fate =
    breached.length === 0
      ? "every objective of the customers is kept"
      : missing.length > 0
        ? `breaks ${inSequence(breached, firstBreach)}`
        : `breaks only what couriers cannot keep: ${others.join(", ")}`
  const end = stoppedAtMs === null ? "" : `; given up at ${hourText(stoppedAtMs)}`
  return `couriers x${couriersX} (${countText(couriers)}): ${fate}${end}`
}

const before = ({ without: { breached, firstBreach, nodes } }: Plan): ReadonlyArray<string> =>
  breached.length === 0
    ? [`as it is    with the couriers there are and ${nodes} nodes every objective is kept`]
    : [
        `as it is    with the couriers there are and ${nodes} nodes, first to break: ${firstBreach?.slo ?? "-"}` +
          (firstBreach === null ? "" : `, its budget spent by ${hourText(firstBreach.atMs)}`),
        `            broken as far as it was played: ${breached.join(", ")}`
      ]

const couriers = (plan: Plan): ReadonlyArray<string> => {
  const { couriers, luck, precision } = plan
  if (couriers === null) return noCouriers(plan)
  const { breached, couriers: count, couriersX } = couriers
  const kept =
    breached.length === 0 ? "every objective of the customers" : "every objective that couriers can keep"
  const seeds = luck.seeds === 1 ? `with seed ${plan.seed}` : `with ${luck.kept} of ${luck.seeds} seeds`
  return [
    `couriers    x${couriersX}: ${countText(count)} keep ${kept} ${seeds} (found to ${decimalText(100 * precision, 0)} %)`,
    ...kitchens(breached)
  ]
}

/** None that was tried is enough: what the largest fleet still misses, and what it does not even miss for want of couriers. */
const noCouriers = ({ luck, most, seed, tried }: Plan): ReadonlyArray<string> => {
  const largest = tried.reduce((sofar, run) => (run.couriersX > sofar.couriersX ? run : sofar))
  const beyond = largest.breached.filter((slo) => !largest.missing.includes(slo))
  const needed = Math.ceil(luck.share * luck.seeds - 1e-9)
  const enough = luck.least.filter(({ couriersX }) => couriersX !== null).length
  return [
    luck.seeds === 1
      ? `couriers    none up to x${most} (${countText(largest.couriers)}) keep every objective with seed ${seed}: ` +
        `these still miss ${largest.missing.join(", ")}`
      : `couriers    none up to x${most} (${countText(largest.couriers)}) keep every objective with ${needed} of ${luck.seeds} seeds, ` +
        `but with ${enough} each by itself`,
    ...kitchens(beyond)
  ]
}

/** How the least fleets of the seeds differ: the error bar of the answer. */
const luck = ({ luck: { least, seeds, share } }: Plan): ReadonlyArray<string> => {
  if (seeds === 1)
    return ["            one seed says nothing of other luck: add --seeds, or expect a tenth more or less"]
  const known = least.flatMap(({ couriers, couriersX }) =>
    couriersX === null || couriers === null ? [] : [{ couriersX, couriers }]
  )
  const [first, ...others] = known
  if (first === undefined) return []
  const low = others.reduce((sofar, one) => (one.couriersX < sofar.couriersX ? one : sofar), first)
  const high = others.reduce((sofar, one) => (one.couriersX > sofar.couriersX ? one : sofar), first)
  const by = ({ couriers, couriersX }: typeof first) => `x${couriersX} (${countText(couriers)})`
  const asked = share === 1 ? "all of them" : `${shareText(share, 0)} of them`
  return [
    `            the least fleet of a seed by itself: ${by(low)} to ${by(high)}; ${asked} must keep the objectives`
  ]
}

const kitchens = (beyond: ReadonlyArray<string>): ReadonlyArray<string> =>
  beyond.length === 0
    ? []
    : [
        `            no number of couriers keeps ${beyond.join(", ")}: food is ready too late, it is kitchens that are missing`
      ]

const servers = ({ couriers, servers, serversOf }: Plan): ReadonlyArray<string> => {
  const run = `with couriers x${serversOf.couriersX} (${countText(serversOf.couriers)}), seed ${serversOf.seed}`
  const which =
    couriers === null ? [`            ${run}, the largest fleet tried: not enough of them either`] : []
  if (servers === null)
    return [
      `servers     no number of nodes and processors up to the most tried keeps every objective of the servers ${run}`
    ]
  return [
    ...servers.parts.map(
      ({ count, less, what }, i) =>
        `${i === 0 ? "servers" : "       "}     ${countText(count)} ${count === 1 ? what.replace(/^(node|processor)s/, "$1") : what}` +
        (less === null ? "" : `; with one less ${less.slo} is broken by ${hourText(less.atMs)}`)
    ),
    ...which
  ]
}

const scaled = ({ scaled }: Plan): ReadonlyArray<string> =>
  scaled === null || scaled.max === scaled.min
    ? []
    : [
        `            or ${scaled.min} to ${scaled.max} nodes as they are needed, ${decimalText(scaled.mean, 1)} on average`
      ]

/** The first to break and when, then the others. */
const inSequence = (breached: ReadonlyArray<string>, first: Tried["firstBreach"]): string => {
  if (first === null) return breached.join(", ")
  const others = breached.filter((name) => name !== first.slo)
  return `${first.slo} by ${hourText(first.atMs)}${others.length === 0 ? "" : `, then ${others.join(", ")}`}`
}
