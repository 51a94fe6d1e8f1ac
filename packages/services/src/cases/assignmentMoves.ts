import type { CaseStep, CourierId } from "@hotbag/core"

/** How an assignment begins or ends. */
export interface AssignmentMove {
  readonly _tag: "Taken" | "Released"
  readonly courierId: CourierId
  readonly atMs: number
}

/**
 * Whom a step gives the work to and whom it takes it from, in order. A store writes them down beside the log, so that the database
 * itself refuses a second courier for one order and a load that does not fit (P3).
 */
export const assignmentMovesOf = (step: Pick<CaseStep, "entries">): ReadonlyArray<AssignmentMove> => {
  const moves: Array<AssignmentMove> = []
  for (const { fact } of step.entries) {
    if (fact._tag === "OfferAccepted") {
      moves.push({ _tag: "Taken", courierId: fact.courierId, atMs: fact.atMs })
    } else if (
      fact._tag === "DeliveryReassigned" ||
      fact._tag === "DeliveryCompleted" ||
      fact._tag === "DeliveryFailed" ||
      fact._tag === "DeliveryCancelled"
    ) {
      // A cancelled delivery names whom it was offered to, too; releasing what nobody has does nothing.
      const { courierId, atMs } = fact
      if (courierId !== null) moves.push({ _tag: "Released", courierId, atMs })
    }
  }
  return moves
}
