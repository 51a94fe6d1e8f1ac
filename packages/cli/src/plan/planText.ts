import { countText, decimalText, hourText } from "@hotbag/sim"
import type { Plan, Tried } from "./Plan.ts"

/** A run that was tried, in one line. */
export const triedText = ({ breached, couriers, couriersX, firstBreach }: Tried): string => {
  const fate =
    breached.length === 0
      ? "every objective of the customers is kept"
      : `breaks ${breached.join(", ")}${when(firstBreach)}`
  return `couriers x${couriersX} (${countText(couriers)}): ${fate}`
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
        `            broken in the end: ${breached.join(", ")}`
      ]

const couriers = ({ couriers, tried }: Plan): ReadonlyArray<string> =>
  couriers === null
    ? [
        `couriers    no number keeps every objective; not even x${decimalText(Math.max(...tried.map(({ couriersX }) => couriersX)), 0)}: something else is missing`
      ]
    : [
        `couriers    x${couriers.couriersX}: ${countText(couriers.couriers)} keep every objective of the customers`
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

const when = (first: Tried["firstBreach"]): string =>
  first === null ? "" : `, ${first.slo} first, by ${hourText(first.atMs)}`
