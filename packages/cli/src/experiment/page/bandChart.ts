import { at } from "@hotbag/core"
import { decimalText, hourText } from "@hotbag/sim"
import { linesOf, ON_LIGHT, scaleTo, tenth } from "../../mdrp/svg.ts"
import { ticksBetween } from "../../report/page/charts.ts"
import { CHART } from "../../report/page/drawChart.ts"
import { html, type Html } from "../../report/page/html.ts"
import type { Band, BandFigure } from "../bands.ts"

/** Rows of the table that says the same as a chart. */
const ROWS = 25

type ToPixels = (value: number) => number

/** A figure over time: of each entrant the median as a curve, and the band over the seeds behind it. */
export const bandChart = (figure: BandFigure): Html => {
  const { about, atMs, bands, id, title } = figure
  const [fromMs, toMs] = [atMs[0] ?? 0, atMs.at(-1) ?? 1]
  const most = Math.max(1, ...bands.flatMap(({ high }) => high.map((value) => value ?? 0)))
  const scale = scaleTo(most)
  const x = (ms: number) =>
    CHART.left + ((CHART.width - CHART.left - CHART.right) * (ms - fromMs)) / Math.max(1, toMs - fromMs)
  const y = (value: number) =>
    CHART.height - CHART.bottom - ((CHART.height - CHART.top - CHART.bottom) * value) / scale.top
  return html`<figure class="chart" id="chart-${id}">
    <figcaption>
      <h3>${title}</h3>
      <p>${about}</p>
    </figcaption>
    <ul class="legend">
      ${bands.map(({ entrant }, i) => html`<li><i class="key k${colourOf(i)}"></i>${entrant}</li>`)}
    </ul>
    <svg viewBox="0 0 ${CHART.width} ${CHART.height}" role="img" aria-label="${title}: ${about}">
      ${linesOf(scale).map(
        (value) =>
          html`<path class="rule" d="M${CHART.left} ${tenth(y(value))}H${CHART.width - CHART.right}" /><text
              class="soft end"
              x="${CHART.left - 8}"
              y="${tenth(y(value) + 4)}"
              >${decimalText(value, scale.digits)}</text
            >`
      )}
      ${ticksBetween(fromMs, toMs).map(
        (tick, i) =>
          html`<path class="tick" d="M${tenth(x(tick))} ${CHART.height - CHART.bottom}v5" /><text
              class="soft middle${i % 2 === 1 ? " odd" : ""}"
              x="${tenth(x(tick))}"
              y="${CHART.height - 7}"
              >${hourText(tick)}</text
            >`
      )}
      ${bands.map((band, i) => areaOf(band, i, atMs, x, y))}
      ${bands.map((band, i) => curveOf(band, i, atMs, x, y))}
    </svg>
    <details>
      <summary>Table</summary>
      ${tableOf(figure)}
    </details>
  </figure>`
}

const colourOf = (entrant: number): number => entrant % ON_LIGHT.length

/** Stretches of moments at which there is something to tell. */
const stretchesOf = ({ median }: Band): ReadonlyArray<ReadonlyArray<number>> => {
  const stretches: Array<Array<number>> = [[]]
  median.forEach((value, look) => {
    if (value === null) stretches.push([])
    else stretches.at(-1)?.push(look)
  })
  return stretches.filter((looks) => looks.length > 0)
}

const areaOf = (band: Band, i: number, atMs: ReadonlyArray<number>, x: ToPixels, y: ToPixels): Html => {
  const edge = (values: Band["low"], looks: ReadonlyArray<number>) =>
    looks.map((look) => `${tenth(x(at(atMs, look)))} ${tenth(y(values[look] ?? 0))}`)
  const commands = stretchesOf(band).map(
    (looks) => `M${[...edge(band.high, looks), ...edge(band.low, looks).toReversed()].join("L")}Z`
  )
  return html`<path class="band f${colourOf(i)}" d="${commands.join("") || "M0 0"}" />`
}

const curveOf = (band: Band, i: number, atMs: ReadonlyArray<number>, x: ToPixels, y: ToPixels): Html => {
  const commands = stretchesOf(band).map(
    (looks) =>
      `M${looks.map((look) => `${tenth(x(at(atMs, look)))} ${tenth(y(band.median[look] ?? 0))}`).join("L")}`
  )
  return html`<path
    class="curve s${colourOf(i)}${i < ON_LIGHT.length ? "" : " dashed"}"
    d="${commands.join("") || "M0 0"}"
  />`
}

const tableOf = ({ atMs, bands, title }: BandFigure): Html => {
  const step = Math.max(1, Math.ceil(atMs.length / ROWS))
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? "-" : decimalText(value, 1)
  return html`<div class="wide">
    <table>
      <caption>
        ${title}: median, and from the 10th to the 90th of 100 seeds
      </caption>
      <thead>
        <tr>
          <th scope="col">time</th>
          ${bands.map(({ entrant }) => html`<th scope="col">${entrant}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${atMs.flatMap((ms, look) =>
          look % step === 0
            ? html`<tr>
                <th scope="row">${hourText(ms)}</th>
                ${bands.map(
                  ({ high, low, median }) =>
                    html`<td>${text(median[look])} (${text(low[look])} to ${text(high[look])})</td>`
                )}
              </tr>`
            : []
        )}
      </tbody>
    </table>
  </div>`
}
