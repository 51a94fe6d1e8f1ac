import { countText, decimalText, hourText, serversWord, shareText } from "@hotbag/sim"
import type { Report } from "@hotbag/sim"

/** What a run comes to, in plain sentences. */
export interface Verdict {
  readonly met: boolean
  readonly headline: string
  readonly sentence: string
}

/** The verdict of a run: whether every objective was met, and if not, which broke first and when. */
export const verdictOf = (report: Report): Verdict => {
  const broken = report.slos.filter(({ met }) => !met)
  const first = report.firstBreach
  const outcome = outcomeOf(report)
  if (broken.length === 0) return { met: true, headline: "Every objective was met", sentence: outcome }
  const slo = report.slos.find(({ name }) => name === first?.slo) ?? broken[0]
  const headline =
    broken.length === 1 && slo !== undefined
      ? `One objective broke: ${slo.name}`
      : `${countText(broken.length)} of ${countText(report.slos.length)} objectives broke`
  if (slo === undefined) return { met: false, headline, sentence: outcome }
  const when =
    `${broken.length === 1 ? "" : "The first to break was "}“${slo.name}” (${slo.description}, promised for ` +
    `${shareText(slo.objective)}): its error budget was gone` +
    `${first === null ? "" : ` by ${hourText(first.atMs)}`}, and ${shareText(slo.attained)} was reached in the end. `
  return { met: false, headline, sentence: [when + outcome, ...remedies(report)].join(" ") }
}

const outcomeOf = (report: Report): string => {
  const { cancelled, clickToDoor, delivered, fromMs, placed, toMs } = report
  const times = `from ${hourText(fromMs)} to ${hourText(toMs)}`
  if (placed === 0) return `No order was placed ${times}.`
  const came =
    delivered === 0
      ? "none was delivered"
      : `${countText(delivered)} (${shareText(delivered / placed)}) were delivered, half of them within ` +
        `${decimalText(clickToDoor.p50, 0)} minutes and nine of ten within ${decimalText(clickToDoor.p90, 0)}`
  return (
    `${countText(placed)} orders were placed ${times}; ${came}; ` +
    `${countText(cancelled)} were cancelled, and ${lostText(report)}.`
  )
}

/** For want of what they were lost. */
const lostText = ({ lost, lostUnconfirmed }: Report): string => {
  const forCouriers = `${countText(lost)} were lost for want of a courier`
  if (lostUnconfirmed === 0) return forCouriers
  const never = "because their payment was never answered"
  return lost === lostUnconfirmed
    ? `${countText(lost)} were lost ${never}`
    : `${countText(lost)} were lost, ${countText(lostUnconfirmed)} of them ${never}, the others for want of a courier`
}

/** What would have kept the promises, as far as one run can tell. */
const remedies = ({ beyondCouriers, couriersNeeded, system }: Report): ReadonlyArray<string> => {
  const sentences: Array<string> = []
  if (couriersNeeded !== null && couriersNeeded.needed > couriersNeeded.onDuty) {
    sentences.push(
      `The ${countText(couriersNeeded.ordersPerHour)} orders an hour of ${hourText(couriersNeeded.atMs)} needed some ` +
        `${countText(couriersNeeded.low)} to ${countText(couriersNeeded.high)} couriers on duty; there were ${countText(couriersNeeded.onDuty)}.`
    )
  }
  for (const { slo, tooLate } of beyondCouriers) {
    sentences.push(
      `No number of couriers would have kept “${slo}”: for ${shareText(tooLate)} of the orders the food itself was ready too late.`
    )
  }
  if (system !== null && system.slos.every(({ met }) => met)) {
    const most = system.pools
      .map(({ instances, name }) => `${countText(instances.max)} ${serversWord(name)}`)
      .join(", ")
    sentences.push(`The servers kept every promise of theirs, with at most ${most}.`)
  }
  const parts = system?.enough?.parts ?? []
  if (parts.length > 0 && system?.slos.some(({ met }) => !met) === true) {
    sentences.push(
      `Servers enough would have been ${parts.map(({ count, what }) => `${count} ${what}`).join(", ")}.`
    )
  }
  return sentences
}
