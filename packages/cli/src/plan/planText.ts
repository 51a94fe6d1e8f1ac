import { countText, decimalText, hourText } from "@hotbag/sim"
import type { Plan, Tried } from "./Plan.ts"

/** A run that was tried, in one line. */
export const triedText = ({
  breached,
  couriers,
  couriersX,
  firstBreach,
  missing,
  stoppedAtMs
}: Tried): string => {
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

/** A plan for people. */
export const planText = (plan: Plan): string =>
  [
    `target    ${plan.target}`,
    `policy    ${plan.policy}, seed ${plan.seed}, commit ${plan.commit}`,
    "",
    ...before(plan),
    "",
    ...couriers(plan),
    ...plan.tried.map((tried) => `            ${triedText(tried)}`),
    "",
    ...servers(plan),
    ...scaled(plan)
  ].join("\n")

const before = ({ without: { breached, firstBreach, nodes } }: Plan): ReadonlyArray<string> =>
  breached.length === 0
    ? [`as it is    with the couriers there are and ${nodes} nodes every objective is kept`]
    : [
        `as it is    with the couriers there are and ${nodes} nodes, first to break: ${firstBreach?.slo ?? "-"}` +
          (firstBreach === null ? "" : `, its budget spent by ${hourText(firstBreach.atMs)}`),
        `            broken as far as it was played: ${breached.join(", ")}`
      ]

const couriers = ({ couriers, precision, tried }: Plan): ReadonlyArray<string> => {
  if (couriers === null) return noCouriers(tried)
  const { breached, couriers: count, couriersX } = couriers
  const kept =
    breached.length === 0 ? "every objective of the customers" : "every objective that couriers can keep"
  return [
    `couriers    x${couriersX}: ${countText(count)} keep ${kept} (found to ${decimalText(100 * precision, 0)} %)`,
    ...kitchens(breached)
  ]
}

/** None that was tried is enough: what the largest fleet still misses, and what it does not even miss for want of couriers. */
const noCouriers = (tried: Plan["tried"]): ReadonlyArray<string> => {
  const most = tried.reduce((largest, run) => (run.couriersX > largest.couriersX ? run : largest))
  const beyond = most.breached.filter((slo) => !most.missing.includes(slo))
  return [
    `couriers    none up to x${most.couriersX} (${countText(most.couriers)}) keep every objective: these still miss ${most.missing.join(", ")}`,
    ...kitchens(beyond)
  ]
}

const kitchens = (beyond: ReadonlyArray<string>): ReadonlyArray<string> =>
  beyond.length === 0
    ? []
    : [
        `            no number of couriers keeps ${beyond.join(", ")}: food is ready too late, it is kitchens that are missing`
      ]

const servers = ({ servers }: Plan): ReadonlyArray<string> =>
  servers === null
    ? ["servers     no number of nodes and processors keeps every objective of the servers"]
    : servers.parts.map(
        ({ count, less, what }, i) =>
          `${i === 0 ? "servers" : "       "}     ${countText(count)} ${count === 1 ? what.replace(/^(node|processor)s/, "$1") : what}` +
          (less === null ? "" : `; with one less ${less.slo} is broken by ${hourText(less.atMs)}`)
      )

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
