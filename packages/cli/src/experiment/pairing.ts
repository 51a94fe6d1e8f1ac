import { decimalText } from "@hotbag/sim"
import type { Entrant } from "./Entrant.ts"
import type { Side } from "./Side.ts"

/** Which of two entrants stands first in a difference. */
export interface Pairing {
  /** 0: the first entrant minus the other. 1: turned round, because more happens to the other one. */
  readonly turned: boolean
  /** What happens to who stands first and not to the other, where nothing else differs: what a difference is the cost of. */
  readonly whatIf: string | undefined
}

/**
 * Policies are compared as they stand: first minus other. Where scenarios are laid over one of two entrants, or more over
 * one than over the other, the one that more happens to is the first: what is better or worse is what happens, and the
 * difference is what it costs.
 */
export const pairingOf = (first: Entrant, other: Entrant): Pairing => {
  if (first.kind !== "side" || other.kind !== "side" || isSameList(first.side.with, other.side.with))
    return { turned: false, whatIf: undefined }
  const turned = other.side.with.length >= first.side.with.length
  return { turned, whatIf: turned ? whatIfOf(other.side, first.side) : whatIfOf(first.side, other.side) }
}

const whatIfOf = (side: Side, against: Side): string | undefined => {
  const isAlike = side.policy === against.policy && isSameList(parametersOf(side), parametersOf(against))
  if (!isAlike || !against.with.every((name) => side.with.includes(name))) return undefined
  return [
    ...side.with.filter((name) => !against.with.includes(name)),
    ...factorText("couriers", side.couriersX / against.couriersX),
    ...factorText("orders", side.ordersX / against.ordersX)
  ].join(" + ")
}

const factorText = (what: string, factor: number): ReadonlyArray<string> =>
  factor === 1 ? [] : [`${what} x${decimalText(factor, 3).replace(/\.?0+$/, "")}`]

const parametersOf = ({ parameters }: Side): ReadonlyArray<string> =>
  Object.entries(parameters).map(([name, value]) => `${name}=${value}`)

const isSameList = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): boolean =>
  a.length === b.length && a.every((each, i) => each === b[i])
