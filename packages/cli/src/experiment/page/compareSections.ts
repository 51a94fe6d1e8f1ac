import { attainedText, shareText } from "@hotbag/sim"
import { html, type Html } from "../../report/page/html.ts"
import type { Outcome } from "../compareDocument.ts"
import type { Entrant } from "../Entrant.ts"
import { objectivesBeside, type Kept } from "../objectivesBeside.ts"
import type { PlayedEntrant } from "../playEntrants.ts"

/** The objectives of customers, before and after: what each entrant reached, and in how many of its seeds it was enough. */
export const objectivesTable = (entrants: ReadonlyArray<PlayedEntrant>): Html =>
  html`<div class="wide">
    <table class="slos">
      <caption>
        Objectives
      </caption>
      <thead>
        <tr>
          <th scope="col">objective</th>
          <th scope="col">promised</th>
          ${entrants.map(({ entrant }) => html`<th scope="col">${entrant.name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${objectivesBeside(entrants).map(
          ({ description, entrants: reached, name, objective }) =>
            html`<tr>
              <th scope="row">${name}<span>${description}</span></th>
              <td>${shareText(objective)}</td>
              ${reached.map((kept) => html`<td>${keptCell(kept, objective)}</td>`)}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`

const keptCell = (kept: Kept | undefined, objective: number): Html => {
  if (kept === undefined) return html`-`
  const isMet = kept.attained >= objective
  return html`<b class="${isMet ? "met" : "broken"}">${isMet ? "kept" : "broken"}</b>
    ${attainedText(kept.attained)}, kept in ${kept.kept} of ${kept.seeds} seeds`
}

/** What each entrant is: its policy and what is changed for it. */
export const entrantsTable = (entrants: ReadonlyArray<PlayedEntrant>): Html =>
  html`<div class="wide">
    <table class="entrants">
      <caption>
        Entrants
      </caption>
      <thead>
        <tr>
          <th scope="col">entrant</th>
          <th scope="col">policy</th>
          <th scope="col">parameters</th>
          <th scope="col">couriers</th>
          <th scope="col">orders</th>
          <th scope="col">laid over</th>
        </tr>
      </thead>
      <tbody>
        ${entrants.map(
          ({ entrant }) =>
            html`<tr>
              <th scope="row">${entrant.name}</th>
              ${factsOf(entrant).map((fact) => html`<td>${fact}</td>`)}
            </tr>`
        )}
      </tbody>
    </table>
  </div>`

const factsOf = (entrant: Entrant): ReadonlyArray<string> => {
  if (entrant.kind === "recorded")
    return [`${entrant.runs.entrant}, recorded with ${entrant.runs.commit}`, "-", "-", "-", "-"]
  const { couriersX, ordersX, parameters, policy, with: laid } = entrant.side
  const changed = Object.entries(parameters).map(([name, value]) => `${name} ${value}`)
  return [
    policy,
    changed.length === 0 ? "its defaults" : changed.join(", "),
    `x${couriersX}`,
    `x${ordersX}`,
    laid.length === 0 ? "nothing" : laid.join(" + ")
  ]
}

/** The hash of every run: the same seed and code make the same history again. */
export const hashesTable = ({ compared }: Outcome): Html =>
  html`<details>
    <summary>Hashes of the runs</summary>
    <div class="wide">
      <table class="hashes">
        <caption>
          Hashes of the runs
        </caption>
        <thead>
          <tr>
            <th scope="col">entrant</th>
            <th scope="col">seed</th>
            <th scope="col">hash of its history</th>
          </tr>
        </thead>
        <tbody>
          ${(compared?.entrants ?? []).flatMap(({ entrant, runs }) =>
            runs.map(
              ({ hash, seed }) =>
                html`<tr>
                  <th scope="row">${entrant.name}</th>
                  <td>${seed}</td>
                  <td>${hash}</td>
                </tr>`
            )
          )}
        </tbody>
      </table>
    </div>
  </details>`
