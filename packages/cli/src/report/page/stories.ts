import { clockText, decimalText } from "@hotbag/sim"
import type { WorstOrder } from "@hotbag/sim"
import { candidateLines } from "../../story/candidates.ts"
import { phraseOf } from "../../story/phrases.ts"
import { kebabCase } from "../../story/readEvents.ts"
import type { LoggedEvent } from "../../story/readEvents.ts"
import { html, type Html } from "./html.ts"

/** Offers of one order that are explained: an order that everybody declined may have hundreds. */
const EXPLAINED = 12

/** The orders that went worst, each with its life and with the reasons of its offers. */
export const stories = (worst: ReadonlyArray<WorstOrder>): Html =>
  worst.length === 0
    ? html`<p>No order was lost, and none came later than promised.</p>`
    : html`<div class="stories">${worst.map(story)}</div>`

const story = ({ entries, kind, minutes, order }: WorstOrder): Html => {
  const events: ReadonlyArray<LoggedEvent> = entries.map((entry) => ({
    ...entry,
    type: kebabCase(entry.type)
  }))
  let explained = 0
  const steps = events.flatMap((event) => {
    const phrase = phraseOf(event)
    if (phrase === undefined) return []
    const reasons = (event.reasons ?? []).filter((why) => why.order === order)
    const shown = reasons.slice(0, Math.max(0, EXPLAINED - explained))
    explained += shown.length
    return [
      html`<li>
        <time>${clockText(event.atMs)}</time> <span>${phrase}</span>${shown.map(
          (why) => html`<pre tabindex="0">${candidateLines(why).join("\n")}</pre>`
        )}
      </li>`
    ]
  })
  const offers = events.filter(({ type }) => type === "delivery-offered").length
  const what =
    kind === "lost"
      ? `lost after ${decimalText(minutes, 0)} min`
      : `${decimalText(minutes, 0)} min later than promised`
  return html`<details class="story">
    <summary>
      <b class="${kind}">${kind}</b> <code>${order}</code>
      <span>${what}, ${offers === 1 ? "1 offer" : `${offers} offers`}</span>
    </summary>
    <ol>
      ${steps}
    </ol>
  </details>`
}
