import {
  alertsText,
  attainedText,
  countText,
  decimalText,
  durationText,
  hourText,
  offersText,
  peopleText,
  shareText,
  tooFewText,
  worstBurn
} from "@hotbag/sim"
import type { Disturbance, MinutesSummary, Report } from "@hotbag/sim"
import { disturbanceText } from "../../output/disturbanceText.ts"
import { html, type Html } from "./html.ts"

/** The figures that everybody asks for first. */
export const tiles = (report: Report): Html => {
  const share = (count: number) => (report.placed === 0 ? Number.NaN : count / report.placed)
  const shown = [
    [
      "delivered",
      countText(report.delivered),
      `${shareText(share(report.delivered))} of ${countText(report.placed)}`
    ],
    ["lost", countText(report.lost), `and ${countText(report.cancelled)} cancelled`],
    report.delivered === 0
      ? ["click-to-door", "-", "nothing was delivered"]
      : [
          "click-to-door",
          `${decimalText(report.clickToDoor.p50, 0)} min`,
          `nine of ten within ${decimalText(report.clickToDoor.p90, 0)} min`
        ],
    ["couriers", countText(report.couriers), `busy ${shareText(report.courierUtilization, 0)} of their time`],
    [
      "orders per courier hour",
      decimalText(report.ordersPerCourierHour, 2),
      `${decimalText(report.ordersPerBundle, 2)} per trip`
    ]
  ] as const
  return html`<dl class="tiles">
    ${shown.map(
      ([name, value, about]) =>
        html`<div>
          <dt>${name}</dt>
          <dd><strong>${value}</strong><span>${about}</span></dd>
        </div>`
    )}
  </dl>`
}

/**
 * Every objective with its budget: in words, as a bar, and when it was gone. Those of the servers are folded away as long
 * as all of them are met.
 */
export const objectives = (report: Report): Html => {
  const ofServers = new Set(report.system?.slos.map(({ name }) => name) ?? [])
  const servers = report.slos.filter(({ name }) => ofServers.has(name))
  const customers = report.slos.filter(({ name }) => !ofServers.has(name))
  const broken = servers.filter(({ met }) => !met).length
  const summary =
    `${countText(servers.length)} objectives of the servers, ` +
    (broken === 0 ? "all of them met" : `${countText(broken)} of them broken`)
  return html`${objectivesTable("What customers feel", customers)}${
    servers.length === 0
      ? []
      : [
          html`<details${broken > 0 ? " open" : ""}><summary>${summary}</summary>${objectivesTable("What the servers promise", servers)}</details>`
        ]
  }`
}

const objectivesTable = (title: string, slos: Report["slos"]): Html =>
  html`<div class="wide">
    <table class="slos">
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          <th scope="col">objective</th>
          <th scope="col">promised</th>
          <th scope="col">reached</th>
          <th scope="col">budget spent</th>
          <th scope="col">gone by</th>
          <th scope="col">fastest burn</th>
        </tr>
      </thead>
      <tbody>
        ${slos.map((slo) => {
          const burn = worstBurn(slo)
          const remarks = [tooFewText(slo), alertsText(slo)].filter((text) => text !== "")
          return html`<tr>
            <th scope="row">
              <b class="${slo.met ? "met" : "broken"}">${slo.met ? "met" : "broken"}</b> ${slo.name}<span
                >${[slo.description, ...remarks].join("; ")}</span
              >
            </th>
            <td>${shareText(slo.objective, 2)}</td>
            <td>${attainedText(slo.attained)}</td>
            <td class="spent">
              <meter min="0" max="1" high="0.8" low="0.5" optimum="0" value="${Math.min(1, slo.budgetSpent)}">
                ${shareText(slo.budgetSpent, 0)}
              </meter>
              ${shareText(slo.budgetSpent, 0)}
            </td>
            <td>${slo.spentAtMs === null ? "-" : hourText(slo.spentAtMs)}</td>
            <td>
              ${burn === null ? "-" : `${decimalText(burn.rate, 1)}× in ${durationText(burn.windowMs)}`}
            </td>
          </tr>`
        })}
      </tbody>
    </table>
  </div>`

/** The distributions, in minutes. */
export const durations = (report: Report): Html => {
  const row = (name: string, { mean, p50, p90, p99, max }: MinutesSummary) =>
    html`<tr>
      <th scope="row">${name}</th>
      ${[mean, p50, p90, p99, max].map((value) => html`<td>${decimalText(value, 1)}</td>`)}
    </tr>`
  return html`<div class="wide">
    <table>
      <caption>
        Durations in minutes
      </caption>
      <thead>
        <tr>
          <th scope="col">from … to</th>
          <th scope="col">mean</th>
          <th scope="col">median</th>
          <th scope="col">90 %</th>
          <th scope="col">99 %</th>
          <th scope="col">longest</th>
        </tr>
      </thead>
      <tbody>
        ${[
          row("order to door", report.clickToDoor),
          row("food ready to pickup", report.readyToPickup),
          row("food ready to door", report.readyToDoor),
          row("confirmation to first offer", report.timeToFirstOffer)
        ]}
      </tbody>
    </table>
  </div>`
}

/** What decides the run, and what else lies beside this page. */
export const about = (report: Report, details: PageDetails, disturbances: ReadonlyArray<Disturbance>): Html =>
  html`<dl class="about">
      ${(
        [
          ["scenario", report.scenario],
          [
            "not as usual",
            disturbances.length === 0 ? "nothing" : disturbances.map(disturbanceText).join("; ")
          ],
          ["policy", report.policy],
          ["seed", String(report.seed)],
          ["version", report.commit],
          ["time of demand", `${hourText(report.fromMs)} to ${hourText(report.toMs)}`],
          ["offers", offersText(report)],
          ["escalations", countText(report.escalations)],
          ["people", peopleText(report.people)],
          ["events", countText(report.events)],
          ["fingerprint", report.hash]
        ] as const
      ).map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`
      )}
    </dl>
    <p>The same scenario, policy, seed and version give this run again, down to its fingerprint:</p>
    <pre tabindex="0">${details.command}</pre>
    <p>Beside this page, for notebooks and other programs:</p>
    <ul class="files">
      ${details.files.map((file) => html`<li><a href="${file}">${file}</a></li>`)}
    </ul>`

/** What a page says about where it comes from. */
export interface PageDetails {
  /** The command that makes this run again. */
  readonly command: string
  /** Names of the files beside the page. */
  readonly files: ReadonlyArray<string>
}
