import { at } from "@hotbag/core"
import type { City } from "../../world/City.ts"
import type { Disconnect, Faults } from "../../world/faults/Faults.ts"

/** What the servers of a day feel of what fails on it. Times and answers as in `Faults`. */
export interface ServingFaults extends Pick<
  Faults,
  "committedAtMs" | "heardAtMs" | "refuses" | "triesAgainAtMs" | "lostNodes"
> {
  /** Whether the gateway says nothing to a question about the order at `atMs`. */
  readonly isGatewaySilent: (order: number, atMs: number) => boolean
  /** Apps that lose their connection; `isBack`: their couriers are still on duty when it is there again. */
  readonly disconnects: ReadonlyArray<Disconnect & { readonly region: number; readonly isBack: boolean }>
}

/** The failures of a city's day that reach its servers; null on a day on which nothing can fail. O(couriers). */
export const servingFaultsOf = ({ conditions, couriers, faults, orders }: City): ServingFaults | null => {
  if (faults === undefined && conditions === undefined) return null
  const { committedAtMs, disconnects, heardAtMs, lostNodes, refuses, triesAgainAtMs } = faults ?? ALL_IS_WELL
  return {
    committedAtMs,
    heardAtMs,
    lostNodes,
    refuses,
    triesAgainAtMs,
    isGatewaySilent: (order, atMs) =>
      conditions !== undefined && conditions.gateway(at(orders, order).id, atMs) === "silent",
    disconnects: disconnects.map((disconnect) => {
      const { offAtMs, region } = at(couriers, disconnect.courier)
      return { ...disconnect, region, isBack: disconnect.toMs < offAtMs }
    })
  }
}

const itself = (_: number, atMs: number): number => atMs

const ALL_IS_WELL: Faults = {
  committedAtMs: itself,
  heardAtMs: itself,
  connectedAtMs: itself,
  refuses: () => false,
  triesAgainAtMs: () => null,
  disconnects: [],
  lostNodes: []
}
