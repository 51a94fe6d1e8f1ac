import { decimalText, METRICS, type MetricComparison } from "@hotbag/sim"
import { tenth } from "../../mdrp/svg.ts"
import { html, type Html } from "../../report/page/html.ts"
import { VERDICTS } from "../compareText.ts"
import { digitsOf, intervalText, signed } from "../figures.ts"
import type { Comparison } from "../playEntrants.ts"

/** Sizes of the strip in each row, about pixels. */
const [WIDTH, HEIGHT, MARGIN] = [300, 26, 12]
const MIDDLE = WIDTH / 2

/** A forest plot: every metric with its paired difference, its interval as a bar, and what follows. */
export const forestTable = ({ against, entrant, metrics }: Comparison): Html =>
  html`<div class="wide">
    <table class="forest">
      <caption>
        ${entrant} minus ${against}
      </caption>
      <thead>
        <tr>
          <th scope="col"></th>
          <th scope="col">${entrant}</th>
          <th scope="col">${against}</th>
          <th scope="col">difference</th>
          <th scope="col" class="strip">less · more</th>
          <th scope="col">95 % interval</th>
          <th scope="col"></th>
        </tr>
      </thead>
      <tbody>
        ${metrics.map(rowOf)}
      </tbody>
    </table>
  </div>`

const rowOf = (compared: MetricComparison): Html => {
  const { againstMean, difference, interval, mean, metric, unit, verdict } = compared
  const digits = digitsOf(metric)
  return html`<tr class="${verdict}">
    <th scope="row">
      ${metric}
      <span>${METRICS.find(({ name }) => name === metric)?.description ?? ""}, ${unit}</span>
    </th>
    <td>${decimalText(mean, digits)}</td>
    <td>${decimalText(againstMean, digits)}</td>
    <td>${signed(difference, digits)}</td>
    <td class="strip">${stripOf(compared)}</td>
    <td>${intervalText(interval, digits)}</td>
    <td class="verdicts">${VERDICTS[verdict]}</td>
  </tr>`
}

/** The difference as a dot on its interval, beside the line of no difference; each row has a scale of its own. */
const stripOf = ({ difference, interval: { high, low }, metric, unit }: MetricComparison): Html => {
  const isKnown = Number.isFinite(low) && Number.isFinite(high)
  const most = Math.max(Math.abs(difference), ...(isKnown ? [Math.abs(low), Math.abs(high)] : [])) || 1
  const x = (value: number) => tenth(MIDDLE + ((MIDDLE - MARGIN) * value) / most)
  const y = HEIGHT / 2
  return html`<svg
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label="${metric}: ${signed(difference, digitsOf(metric))} ${unit}"
  >
    <path class="rule" d="M0 ${y}H${WIDTH}" />
    <path class="none" d="M${MIDDLE} 2V${HEIGHT - 2}" />
    <path
      class="interval"
      d="${isKnown ? `M${x(low)} ${y}H${x(high)}M${x(low)} ${y - 5}v10M${x(high)} ${y - 5}v10` : "M0 0"}"
    />
    <circle class="difference" cx="${x(difference)}" cy="${y}" r="4.5" />
  </svg>`
}
