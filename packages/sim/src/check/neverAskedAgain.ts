import { type Checker, makeFindings } from "./Checker.ts"
import { DELIVERY_ENDS } from "./endings.ts"

/**
 * S11: who declined an order, or let its offer lapse, is never offered it again. Memory by open orders and their
 * refusals.
 */
export const neverAskedAgain = (): Checker => {
  const findings = makeFindings("neverAskedAgain")
  const refusals = new Map<string, Set<string>>()
  return {
    name: "neverAskedAgain",
    see: (entry) => {
      const { courier, order, type } = entry
      if (order === undefined) return
      if (DELIVERY_ENDS.has(type)) refusals.delete(order)
      if (courier === undefined) return
      if (type === "DeliveryOffered" && refusals.get(order)?.has(courier) === true) {
        findings.add(`${courier} is asked again`, entry)
      }
      if (type !== "OfferRejected" && type !== "OfferTimedOut") return
      const known = refusals.get(order)
      if (known === undefined) refusals.set(order, new Set([courier]))
      else known.add(courier)
    },
    finish: findings.list
  }
}
