import { at } from "@hotbag/core"
import { hourText } from "@hotbag/sim"
import { linesOf, ON_LIGHT, scaleTo, tenth } from "../../mdrp/svg.ts"
import { ticksBetween, type TimeChart } from "./charts.ts"
import { html, type Html } from "./html.ts"

/** Sizes in the units of the picture, which are about pixels on a wide screen; the page's script reads its corners. */
export const CHART = { width: 520, height: 224, left: 50, right: 12, top: 14, bottom: 28 } as const

/** Curves beyond these are dashed and begin again. */
const COLOURS = ON_LIGHT.length

/** Height of a line of words. */
const LINE = 16

/** Rows of the table that says the same as a chart. */
const ROWS = 25

/** A chart with its name, legend and curves, and the same figures as a table. Works without any script. */
export const drawChart = (chart: TimeChart, fromMs: number, toMs: number): Html => {
  const top = Math.min(chart.cutAt ?? Infinity, Math.max(chart.mark?.value ?? 0, mostOf(chart), 1e-9))
  const scale = scaleTo(top)
  const x = (atMs: number) =>
    CHART.left + ((CHART.width - CHART.left - CHART.right) * (atMs - fromMs)) / Math.max(1, toMs - fromMs)
  const y = (value: number) =>
    CHART.height -
    CHART.bottom -
    ((CHART.height - CHART.top - CHART.bottom) * Math.min(value, scale.top)) / scale.top
  return html`<figure class="chart" id="chart-${chart.id}">
    <figcaption>
      <h3>${chart.title}</h3>
      <p>${chart.about}</p>
    </figcaption>
    <ul class="legend">
      ${chart.lines.map(({ name }, i) => html`<li><i class="key k${colourOf(chart, i)}"></i>${name}</li>`)}
    </ul>
    <svg
      viewBox="0 0 ${CHART.width} ${CHART.height}"
      role="img"
      aria-label="${chart.title}: ${chart.about}"
      data-chart="${chart.id}"
    >
      ${(chart.spans ?? []).flatMap((span) => spanOf(span, x))}
      ${linesOf(scale)
        .filter(isToldOf(chart))
        .map(
          (value) =>
            html`<path class="rule" d="M${CHART.left} ${tenth(y(value))}H${CHART.width - CHART.right}" /><text
                class="soft end"
                x="${CHART.left - 8}"
                y="${tenth(y(value) + 4)}"
                >${chart.text(value)}</text
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
      ${chart.stacked === true ? areas(chart, x, y) : curves(chart, x, y)} ${markOf(chart, y)}
      <path class="cursor" d="M${CHART.left} ${CHART.top}V${CHART.height - CHART.bottom}" />
    </svg>
    <p class="readout" data-readout="${chart.id}"></p>
    <details>
      <summary>Table</summary>
      ${tableOf(chart)}
    </details>
  </figure>`
}

/** A time that was not as usual, as far as the chart reaches. */
const spanOf = (
  { about, fromMs, toMs }: NonNullable<TimeChart["spans"]>[number],
  x: ToPixels
): ReadonlyArray<Html> => {
  const left = Math.max(CHART.left, x(fromMs))
  const right = Math.min(CHART.width - CHART.right, x(toMs))
  const height = CHART.height - CHART.top - CHART.bottom
  return right <= left
    ? []
    : [
        html`<rect
          class="span"
          x="${tenth(left)}"
          y="${CHART.top}"
          width="${tenth(right - left)}"
          height="${height}"
        >
          <title>${about}</title>
        </rect>`
      ]
}

/** Of what is counted there are no halves. */
const isToldOf = ({ lines, text }: TimeChart): ((value: number) => boolean) => {
  const isCounted = lines.every(({ values }) =>
    values.every((value) => value === null || Number.isInteger(value))
  )
  return (value) => !isCounted || Number.isInteger(value) || text(value) !== text(Math.round(value))
}

const colourOf = ({ lines }: TimeChart, line: number): string =>
  at(lines, line).tone ?? String(line % COLOURS)

type ToPixels = (value: number) => number

const mostOf = ({ lines, stacked, atMs }: TimeChart): number => {
  let most = 0
  for (let i = 0; i < atMs.length; i++) {
    let sum = 0
    for (const { values } of lines) {
      const value = values[i] ?? 0
      sum += value
      if (stacked !== true) most = Math.max(most, value)
    }
    if (stacked === true) most = Math.max(most, sum)
  }
  return most
}

const curves = (chart: TimeChart, x: ToPixels, y: ToPixels): ReadonlyArray<Html> =>
  chart.lines.map(({ values }, i) => {
    let commands = ""
    let pen = "M"
    values.forEach((value, point) => {
      if (value === null) {
        pen = "M"
        return
      }
      commands += `${pen}${tenth(x(at(chart.atMs, point)))} ${tenth(y(value))}`
      pen = "L"
    })
    return html`<path
      class="curve s${colourOf(chart, i)}${i < COLOURS ? "" : " dashed"}"
      d="${commands === "" ? "M0 0" : commands}"
    />`
  })

const areas = (chart: TimeChart, x: ToPixels, y: ToPixels): ReadonlyArray<Html> => {
  const { atMs, lines } = chart
  let below = atMs.map(() => 0)
  return lines.map(({ values }, i) => {
    const above = below.map((sum, point) => sum + (values[point] ?? 0))
    const edge = (sums: ReadonlyArray<number>) =>
      sums.map((sum, point) => `${tenth(x(at(atMs, point)))} ${tenth(y(sum))}`)
    const commands = `M${[...edge(above), ...edge(below).toReversed()].join("L")}Z`
    below = above
    return html`<path class="area f${colourOf(chart, i)}" d="${commands}" />`
  })
}

const markOf = ({ mark }: TimeChart, y: ToPixels): ReadonlyArray<Html> =>
  mark === undefined
    ? []
    : [
        html`<path
            class="mark"
            d="M${CHART.left} ${tenth(y(mark.value))}H${CHART.width - CHART.right}"
          /><text
            class="soft end halo"
            x="${CHART.width - CHART.right}"
            y="${tenth(y(mark.value) + (y(mark.value) < CHART.top + LINE ? LINE : -6))}"
            >${mark.name}</text
          >`
      ]

const tableOf = ({ atMs, lines, text, title }: TimeChart): Html => {
  const step = Math.max(1, Math.ceil(atMs.length / ROWS))
  const rows = atMs.map((_, i) => i).filter((i) => i % step === 0)
  return html`<div class="wide">
    <table>
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          <th scope="col">time</th>
          ${lines.map(({ name }) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${hourText(at(atMs, row))}</th>
              ${lines.map(
                ({ values }) => html`<td>${values[row] === null ? "-" : text(values[row] ?? 0)}</td>`
              )}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`
}
