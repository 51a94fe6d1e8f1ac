import type { LatLng } from "@hotbag/core"
import { countText, hourText } from "@hotbag/sim"
import type { City, CityRiver, CityZone } from "@hotbag/sim"
import { tenth } from "../../mdrp/svg.ts"
import { effectText } from "../barrierText.ts"
import { bridgeBar, type Point } from "./bridgeBar.ts"
import { html, type Html } from "./html.ts"
import type { RegionFrame } from "./RegionFrame.ts"

type Barriers = Pick<City, "rivers" | "zones">

/** Kinds of zones, in the sequence of the legend, with its words. */
const KINDS = [
  ["closed", "closed to couriers"],
  ["slow", "slow roads"],
  ["no-orders", "nobody orders there"]
] as const satisfies ReadonlyArray<readonly [CityZone["effect"]["kind"], string]>

/**
 * Rivers with their bridges, and zones, upon the cells of a map. A zone tells from when to when it holds: the script shows
 * it only then, and without the script all of them are there.
 *
 * @param map number of the map on the page.
 */
export const barrierShapes = (
  { rivers = [], zones = [] }: Barriers,
  frame: RegionFrame,
  map: number
): ReadonlyArray<Html> => {
  const here = zones.filter(({ region }) => region === frame.region)
  return [
    ...KINDS.filter(([kind]) => here.some(({ effect }) => effect.kind === kind)).map(([kind]) =>
      hatch(kind, map)
    ),
    ...here.map((zone) => zoneShape(zone, frame, map)),
    ...rivers.filter(({ region }) => region === frame.region).map((river) => riverShape(river, frame))
  ]
}

const pointOn =
  ({ x, y }: RegionFrame) =>
  (position: LatLng): Point => [x(position), y(position)]

const pathOf = (points: ReadonlyArray<Point>): string =>
  `M${points.map(([x, y]) => `${tenth(x)} ${tenth(y)}`).join("L")}`

const riverShape = ({ bridges, line }: CityRiver, frame: RegionFrame): Html => {
  const course = line.map(pointOn(frame))
  const bars = bridges.map((bridge) => pathOf(bridgeBar(course, pointOn(frame)(bridge)))).join("")
  return html`<g class="river">
    <title>
      River, crossed at ${countText(bridges.length)} ${bridges.length === 1 ? "bridge" : "bridges"}
    </title>
    <path class="bank" d="${pathOf(course)}" />
    <path class="water" d="${pathOf(course)}" />
    <path class="bank bridge" d="${bars}" />
    <path class="bridge" d="${bars}" />
  </g>`
}

const zoneShape = ({ effect, fromMs, outlines, toMs }: CityZone, frame: RegionFrame, map: number): Html =>
  html`<g class="zone ${effect.kind}" data-kind="${effect.kind}" data-from="${fromMs}" data-to="${toMs}">
    <title>${effectText(effect)}, ${hourText(fromMs)} to ${hourText(toMs)}</title>
    <path
      fill="url(#${hatchId(effect.kind, map)})"
      d="${outlines.map((outline) => `${pathOf(outline.map(pointOn(frame)))}Z`).join("")}"
    />
  </g>`

/** Stripes, so that a zone is told by more than its colour; a pattern serves only the picture that it stands in. */
const hatch = (kind: CityZone["effect"]["kind"], map: number): Html =>
  html`<defs>
    <pattern
      id="${hatchId(kind, map)}"
      class="hatch ${kind}"
      width="${kind === "closed" ? 8 : 14}"
      height="8"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(${kind === "closed" ? 45 : -45})"
    >
      <path d="M2 0V8" />
    </pattern>
  </defs>`

const hatchId = (kind: CityZone["effect"]["kind"], map: number) => `hatch-${kind}-${map}`

/** Rows of the table of zones. */
const ROWS = 40

/** What the lines and stripes of the maps mean, and the zones as a table; nothing where there are none. */
export const barrierLegend = (
  { rivers = [], zones = [] }: Barriers,
  frames: ReadonlyArray<RegionFrame>
): Html => {
  if (rivers.length + zones.length === 0) return html``
  return html`<ul class="who barriers">
      ${rivers.length === 0 ? [] : [html`<li><i class="water"></i>river</li>`, html`<li><i class="bridge"></i>bridge</li>`]}
      ${KINDS.filter(([kind]) => zones.some(({ effect }) => effect.kind === kind)).map(
        ([kind, words]) => html`<li><i class="${kind}"></i>${words} <b data-zones="${kind}"></b></li>`
      )}
    </ul>
    ${zones.length === 0 ? [] : [zoneTable(zones, frames)]}`
}

const zoneTable = (zones: ReadonlyArray<CityZone>, frames: ReadonlyArray<RegionFrame>): Html => {
  const names = new Map(frames.map(({ name, region }) => [region, name]))
  const shown = zones.filter(({ region }) => names.has(region)).slice(0, ROWS)
  const rest = zones.length - shown.length
  return html`<details>
    <summary>
      Table: zones and when they
      hold${rest === 0 ? "" : `, ${countText(shown.length)} of ${countText(zones.length)}`}
    </summary>
    <div class="wide">
      <table class="zones">
        <caption>
          Closed and slow zones of the city
        </caption>
        <thead>
          <tr>
            <th scope="col">zone</th>
            <th scope="col">region</th>
            <th scope="col">because of</th>
            <th scope="col">from</th>
            <th scope="col">to</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            ({ cause, effect, fromMs, region, toMs }) =>
              html`<tr>
                <th scope="row">${effectText(effect)}</th>
                <td>${names.get(region) ?? ""}</td>
                <td>${cause}</td>
                <td>${hourText(fromMs)}</td>
                <td>${hourText(toMs)}</td>
              </tr>`
          )}
        </tbody>
      </table>
    </div>
  </details>`
}
