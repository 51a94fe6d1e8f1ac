import { cellFigures, countText } from "@hotbag/sim"
import type { Report, RunRecord, SystemMinute, WorstOrder } from "@hotbag/sim"
import { cityMap } from "./cityMap.ts"
import { chartsOf, type TimeChart } from "./charts.ts"
import { digest } from "./digest.ts"
import { CHART, drawChart } from "./drawChart.ts"
import { html, type Html, jsonForScript, trusted } from "./html.ts"
import { type MotionData, motionData } from "./motionData.ts"
import type { PageData } from "./PageData.ts"
import { DATA_ID, pageScript } from "./pageScript.ts"
import { MAP, regionFrames } from "./RegionFrame.ts"
import { about, durations, objectives, type PageDetails, tiles } from "./sections.ts"
import { stories } from "./stories.ts"
import { STYLE } from "./style.ts"
import { verdictOf } from "./verdict.ts"

/** What a page is made of. */
export interface PageInput {
  readonly report: Report
  readonly record: RunRecord
  readonly worst: ReadonlyArray<WorstOrder>
  /** The servers minute by minute; null: they were not simulated. */
  readonly system: ReadonlyArray<SystemMinute> | null
  readonly details: PageDetails
}

/**
 * A run as one HTML file that needs nothing else: no host, no other file, no framework. Its policy lets nothing run but
 * its own script, by digest, and nothing be fetched from anywhere. O(orders); a few megabytes at most, whatever the city
 * (see `Limits.reportFrames`).
 */
export const reportPage = ({ details, record, report, system, worst }: PageInput): string => {
  const { atMs } = record.series
  const [fromMs, toMs] = [atMs[0] ?? report.fromMs, atMs.at(-1) ?? report.toMs]
  const map = cellFigures(record)
  const frames = regionFrames(record, map)
  const minutes = system?.filter((minute) => minute.atMs >= fromMs && minute.atMs <= toMs) ?? null
  const charts = chartsOf(record, report, minutes)
  const motion = motionData(record, frames, fromMs, toMs)
  const data: PageData = {
    fromMs,
    toMs,
    map: MAP,
    chart: { width: CHART.width, left: CHART.left, right: CHART.right },
    charts: charts.map(chartData),
    motion
  }
  const script = pageScript()
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src '${digest(STYLE)}'; script-src '${digest(script)}'; base-uri 'none'; form-action 'none'"
        />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="hotbag ${report.commit}" />
        <title>${report.scenario}, ${report.policy}: ${verdictOf(report).headline}</title>
        ${trusted(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#verdict">Skip to the verdict</a>
        ${pageHeader(report)}
        <main>
          ${verdictSection(report)}
          <h2>Objectives</h2>
          ${objectives(report)}
          <h2>Over time</h2>
          <div class="charts">${charts.map((chart) => drawChart(chart, fromMs, toMs))}</div>
          <h2>The city</h2>
          <div class="city">${cityMap(record, map, frames, player(fromMs, toMs, motion))}</div>
          <h2>The orders that went worst</h2>
          ${stories(worst)}
          <h2>Durations</h2>
          ${durations(report)}
          <h2>About this run</h2>
          ${about(report, details, record.city.disturbances ?? [])}
        </main>
        <footer>
          <p>Made by hotbag. Nothing on this page is loaded from anywhere, and nothing is sent.</p>
        </footer>
        ${jsonForScript(DATA_ID, data)} ${trusted(`<script>${script}</script>`)}
      </body>
    </html> `.text
}

const pageHeader = (report: Report): Html =>
  html`<header>
    <p class="kicker">hotbag · a simulated rush · policy ${report.policy} · seed ${report.seed}</p>
    <h1>${report.scenario}</h1>
  </header>`

const verdictSection = (report: Report): Html => {
  const { headline, met, sentence } = verdictOf(report)
  return html`<section id="verdict" class="verdict${met ? "" : " bad"}">
      <h2>${met ? "✓" : "✗"} ${headline}</h2>
      <p>${sentence}</p>
      ${report.cautions.map((caution) => html`<p class="caution"><strong>Note:</strong> ${caution}.</p>`)}
    </section>
    ${tiles(report)}`
}

const chartData = ({ atMs, id, lines, text }: TimeChart): PageData["charts"][number] => ({
  id,
  atMs,
  lines: lines.map(({ name, values }) => ({
    name,
    texts: values.map((value) => (value === null ? "-" : text(value)))
  }))
})

/** Simulated milliseconds for each of the reader's: a minute, five, fifteen or an hour in a second. */
const SPEEDS = [
  [60, "1 min / s"],
  [300, "5 min / s"],
  [900, "15 min / s"],
  [3600, "1 h / s"]
] as const

/** What the map shows while time passes, and who counts it; names of `Census`. */
const PEOPLE = [
  ["idle", "idle"],
  ["toRestaurant", "to a restaurant"],
  ["atRestaurant", "at a restaurant"],
  ["toCustomer", "to a customer"]
] as const

const player = (fromMs: number, toMs: number, { couriers, food, shown }: MotionData): Html => {
  const sampled = [
    shown < couriers * 0.9 ? `${countText(shown)} of ${countText(couriers)} couriers` : "",
    food.every > 1 ? `one in ${countText(food.every)} of the waiting orders` : ""
  ].filter((part) => part !== "")
  return html`<div class="player">
      <button id="play" type="button">▶ Play</button>
      <label
        >Speed
        <select id="speed">
          ${SPEEDS.map(
            ([speed, name]) =>
              html`<option value="${speed}" ${trusted(speed === 300 ? " selected" : "")}>${name}</option>`
          )}
        </select></label
      >
      <input
        id="scrubber"
        type="range"
        min="0"
        max="${Math.round((toMs - fromMs) / 60_000)}"
        step="1"
        value="0"
        aria-label="Time of day"
      />
      <output id="clock" for="scrubber">--:--</output>
    </div>
    <ul class="who">
      ${PEOPLE.map(([name, words]) => html`<li><i class="${name}"></i>${words} <b data-census="${name}"></b></li>`)}
      <li><i class="food"></i>food ready, waits for a courier <b data-census="food"></b></li>
      <li><i class="gone">✕</i>lost in the last 15 min <b data-census="gone"></b></li>
    </ul>
    <p class="note">
      Couriers go in straight lines here: the run knows when they set off and arrive, not by which
      streets.${sampled.length === 0 ? "" : ` The city is large; the map shows ${sampled.join(" and ")}.`}
    </p>`
}
