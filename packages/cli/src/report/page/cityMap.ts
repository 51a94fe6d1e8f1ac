import { at, boundaryOf } from "@hotbag/core"
import { countText, decimalText } from "@hotbag/sim"
import type { CellFigures, CellMap, RunRecord } from "@hotbag/sim"
import { tenth } from "../../mdrp/svg.ts"
import { barrierLegend, barrierShapes } from "./barriers.ts"
import { html, type Html } from "./html.ts"
import { breaksOf, classOf, type Layer, LAYERS, legendOf } from "./layers.ts"
import { MAP, type RegionFrame } from "./RegionFrame.ts"

/** Rows of the table that says what the map shows. */
const ROWS = 15

/**
 * The map with its switches: hexagons that carry their class in every layer, what lies in the way, and room for the
 * couriers upon them.
 *
 * @param player what lets time pass, to stand below the map.
 */
export const cityMap = (
  { city }: Pick<RunRecord, "city">,
  { cells, resolution }: CellMap,
  frames: ReadonlyArray<RegionFrame>,
  player: Html
): Html => {
  const layers = LAYERS.filter((layer) => layer.id !== "lost" || cells.some(({ lost }) => lost > 0)).map(
    (layer) => ({ layer, breaks: breaksOf(layer, cells) })
  )
  return html`<div class="controls">
      <fieldset class="layers">
        <legend>Colour by</legend>
        ${layers.map(
          ({ layer }, i) =>
            html`<label
              ><input type="radio" name="layer" value="${layer.id}" ${i === 0 ? " checked" : ""} /><span
                >${layer.name}</span
              ></label
            >`
        )}
      </fieldset>
      ${regionChoice(frames)}
    </div>
    <div class="map" id="map">
      ${frames.map((frame, i) => regionSvg(frame, i, cellShapes(frame, cells, layers), barrierShapes(city, frame, i)))}
      <canvas id="couriers" width="${MAP.width}" height="${MAP.height}" aria-hidden="true"></canvas>
    </div>
    ${player} ${barrierLegend(city, frames)}
    ${layers.map(({ breaks, layer }, i) => legend(layer, breaks, i === 0))}
    <details>
      <summary>Table: the ${ROWS} busiest cells (H3, resolution ${resolution})</summary>
      ${cellTable(cells)}
    </details>`
}

const regionChoice = (frames: ReadonlyArray<RegionFrame>): ReadonlyArray<Html> =>
  frames.length < 2
    ? []
    : [
        html`<label
          >Region
          <select id="region">
            ${frames.map(
              ({ name, orders }, i) =>
                html`<option value="${i}">${name} (${countText(orders)} orders)</option>`
            )}
          </select></label
        >`
      ]

type Layers = ReadonlyArray<{ readonly layer: Layer; readonly breaks: ReadonlyArray<number> }>

const regionSvg = (
  frame: RegionFrame,
  map: number,
  cells: ReadonlyArray<Html>,
  barriers: ReadonlyArray<Html>
): Html =>
  html`<svg
    class="region${map === 0 ? "" : " hidden"}"
    viewBox="0 0 ${MAP.width} ${MAP.height}"
    role="img"
    aria-label="Map of ${frame.name}: tables below name its busiest cells${barriers.length === 0 ? "" : " and its zones"}"
  >
    ${cells} ${barriers}
  </svg>`

const cellShapes = (
  frame: RegionFrame,
  cells: ReadonlyArray<CellFigures>,
  layers: Layers
): ReadonlyArray<Html> =>
  cells.filter(({ region }) => region === frame.region).map((cell) => cellShape(frame, cell, layers))

/** The classes of all layers, one digit each and `-` for none; the script colours by the digit of the chosen layer. */
const cellShape = (frame: RegionFrame, cell: CellFigures, layers: Layers): Html => {
  const points = boundaryOf(cell.cell).map((corner) => `${tenth(frame.x(corner))},${tenth(frame.y(corner))}`)
  const classes = layers.map(({ breaks, layer }) => classOf(layer.valueOf(cell), breaks))
  const first = at(classes, 0)
  return html`<polygon
    class="${first < 0 ? "none" : `demand d${first}`}"
    data-classes="${classes.map((found) => (found < 0 ? "-" : String(found))).join("")}"
    points="${points.join(" ")}"
    ><title>${cellText(cell)}</title></polygon
  >`
}

const cellText = (cell: CellFigures): string =>
  [
    `${countText(cell.orders)} orders`,
    cell.lost > 0 ? `${countText(cell.lost)} lost` : "",
    cell.latenessMin === null ? "" : `${decimalText(cell.latenessMin, 1)} min late`,
    `${decimalText(cell.courierHours, 1)} courier hours`
  ]
    .filter((part) => part !== "")
    .join(", ")

const legend = (layer: Layer, breaks: ReadonlyArray<number>, shown: boolean): Html =>
  html`<div class="scale${shown ? "" : " hidden"}" data-layer="${layer.id}">
    <p>${layer.about}</p>
    <ul>
      ${legendOf(layer, breaks).map(
        (entry) => html`<li><i class="${layer.id} d${entry.class}"></i>${entry.text}</li>`
      )}
    </ul>
  </div>`

const cellTable = (cells: ReadonlyArray<CellFigures>): Html => {
  const busiest = cells.toSorted((a, b) => b.orders - a.orders || (a.cell < b.cell ? -1 : 1)).slice(0, ROWS)
  return html`<div class="wide">
    <table>
      <caption>
        The busiest cells of the city
      </caption>
      <thead>
        <tr>
          <th scope="col">cell</th>
          <th scope="col">orders</th>
          <th scope="col">delivered</th>
          <th scope="col">lost</th>
          <th scope="col">late, min</th>
          <th scope="col">click-to-door, min</th>
          <th scope="col">courier hours</th>
        </tr>
      </thead>
      <tbody>
        ${busiest.map(
          (cell) =>
            html`<tr>
              <th scope="row"><code>${cell.cell}</code></th>
              <td>${countText(cell.orders)}</td>
              <td>${countText(cell.delivered)}</td>
              <td>${countText(cell.lost)}</td>
              <td>${decimalText(cell.latenessMin ?? Number.NaN, 1)}</td>
              <td>${decimalText(cell.clickToDoorMin ?? Number.NaN, 1)}</td>
              <td>${decimalText(cell.courierHours, 1)}</td>
            </tr>`
        )}
      </tbody>
    </table>
  </div>`
}
