import { digest } from "../../report/page/digest.ts"
import { html, type Html, trusted } from "../../report/page/html.ts"
import { STYLE } from "../../report/page/style.ts"
import { bandsOf } from "../bands.ts"
import { brokenBy, turnedText } from "../brokenBy.ts"
import { compareCommand } from "../compareCommand.ts"
import { hashOfAll, type Outcome } from "../compareDocument.ts"
import { inWords } from "../compareText.ts"
import { digitsOf, intervalText } from "../figures.ts"
import type { Comparison } from "../playEntrants.ts"
import { bandChart } from "./bandChart.ts"
import { entrantsTable, hashesTable, objectivesTable } from "./compareSections.ts"
import { forestTable } from "./forestTable.ts"

/** What is beside the report's own style. */
const PAGE_STYLE =
  `${STYLE}.band{fill-opacity:.16;stroke:none}.verdict h2+p{margin-top:.4em}.verdict.plain{border-color:var(--idle);background:var(--card)}` +
  "h3{margin:1.2em 0 .4em}.chart h3{margin:0}.forest td{white-space:nowrap}.forest td,.forest th{vertical-align:middle}.forest tbody th{min-width:210px}.forest th span,.entrants th span{display:block;color:var(--soft);font-weight:400;font-size:.85rem}.forest .strip{text-align:center}" +
  ".forest td.strip{min-width:220px;padding:0}.forest .none{stroke:var(--soft);fill:none}.forest .interval{stroke:var(--idle);stroke-width:2.4;fill:none}.forest .difference{fill:var(--idle)}" +
  ".forest .better .interval{stroke:var(--met)}.forest .better .difference{fill:var(--met)}.forest .worse .interval{stroke:var(--broken)}.forest .worse .difference{fill:var(--broken)}" +
  ".forest .better .verdicts{color:var(--met)}.forest .worse .verdicts{color:var(--broken);font-weight:600}.hashes td,.entrants td{overflow-wrap:anywhere}"

/** A comparison, and what its page has to say besides. */
export interface ComparePageInput {
  readonly outcome: Outcome
  /** Names of the files beside the page. */
  readonly files: ReadonlyArray<string>
}

/**
 * A comparison as one HTML file that needs nothing else: no host, no other file, no script. The verdict of each comparison
 * is its first sentence.
 */
export const comparePage = ({ files, outcome }: ComparePageInput): string => {
  const { compared, fromMs, scenario, seeds } = outcome
  const comparisons = compared?.comparisons ?? []
  const entrants = compared?.entrants ?? []
  const figures = bandsOf(entrants, fromMs)
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src '${digest(PAGE_STYLE)}'; base-uri 'none'; form-action 'none'"
        />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="hotbag ${outcome.commit}" />
        <title>${scenario}: ${entrants.map(({ entrant }) => entrant.name).join(", ")}</title>
        ${trusted(`<style>${PAGE_STYLE}</style>`)}
      </head>
      <body>
        <a class="skip" href="#verdict">Skip to the verdict</a>
        <header>
          <p class="kicker">hotbag · a comparison of simulated rushes · ${seeds.length} seeds each</p>
          <h1>${scenario}</h1>
        </header>
        <main>
          <div id="verdict">${comparisons.map((each) => verdictSection(each, outcome))}</div>
          ${outcome.cautions.map((caution) => html`<p class="caution"><strong>Note:</strong> ${caution}.</p>`)}
          <h2>Differences</h2>
          <p class="note">
            Paired by seed: both meet the same orders, couriers and answers, as far as there are the same.
            Each row has a scale of its own; the line in its middle is no difference, the bar is the 95 %
            interval. Verdicts are corrected for the number of metrics.
          </p>
          ${comparisons.map(
            (each) =>
              html`<h3>${each.entrant} minus ${each.against}</h3>
                ${forestTable(each)}`
          )}
          <h2>Over time</h2>
          <p class="note">
            ${
              figures.length === 0
                ? "Recorded runs have no curves."
                : "Curves are medians over the seeds, bands reach from the 10th to the 90th of 100."
            }
          </p>
          <div class="charts">${figures.map(bandChart)}</div>
          <h2>Objectives, before and after</h2>
          ${objectivesTable(entrants)}
          <h2>Who took part</h2>
          ${entrantsTable(entrants)}
          <h2>About this comparison</h2>
          ${about(outcome, files)} ${hashesTable(outcome)}
        </main>
        <footer>
          <p>Made by hotbag. Nothing on this page is loaded from anywhere, and nothing is sent.</p>
        </footer>
      </body>
    </html> `.text
}

const verdictSection = (comparison: Comparison, { compared, seeds }: Outcome): Html => {
  const [main] = comparison.metrics
  if (main === undefined) return html``
  const { broken, mended } = brokenBy(comparison, compared?.entrants ?? [])
  const tone =
    main.verdict === "worse" || broken.length > 0 ? " bad" : main.verdict === "better" ? "" : " plain"
  const sentences = [
    ...(broken.length === 0 ? [] : [`Breaks ${turnedText(broken)}.`]),
    ...(mended.length === 0 ? [] : [`Keeps what breaks otherwise: ${turnedText(mended)}.`]),
    ...(broken.length + mended.length === 0
      ? ["No objective of customers breaks or holds because of it."]
      : []),
    `The interval holds for the mean difference between days like these, from ${seeds.length} pairs of runs.`
  ]
  return html`<section class="verdict${tone}">
    <h2>
      ${inWords(comparison, main)}, 95 % interval ${intervalText(main.interval, digitsOf(main.metric))}
      ${main.unit}
    </h2>
    <p>${sentences.join(" ")}</p>
  </section>`
}

const about = (outcome: Outcome, files: ReadonlyArray<string>): Html => {
  const { commit, request, scenario, seeds } = outcome
  const [first = 0] = seeds
  const facts = [
    ["command", compareCommand(request, seeds.length)],
    ["scenario", scenario],
    ["seeds", `${first} to ${seeds.at(-1) ?? first}`],
    ["commit", commit],
    [
      "interval",
      request.untilWidth === undefined
        ? "Student's t, 95 %"
        : "confidence sequence, 95 %, holds whenever one stops"
    ],
    ["hash of all histories", hashOfAll(outcome)]
  ] as const
  return html`<dl class="about">
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`
      )}
    </dl>
    <ul class="files">
      ${files.map((file) => html`<li><a href="${encodeURIComponent(file)}">${file}</a></li>`)}
    </ul>`
}
