import type { WebPage } from "../WebPage.ts"
import { trackScript } from "./trackScript.ts"
import { trackStyle } from "./trackStyle.ts"

/**
 * The page behind a tracking link, `/track/TOKEN` (S15): where the courier is, how far along the order is, and when it comes. The same text
 * for every link; its script asks `/tracking/TOKEN` how things stand and follows `/ws/track`. Needs nothing from any other host.
 */
export const trackPage = (): WebPage => {
  const script = trackScript()
  return { html: htmlOf(script), scripts: [script], styles: [trackStyle] }
}

const STEPS = ["Ordered", "Confirmed", "In the kitchen", "Ready", "On the way", "Delivered"]

const htmlOf = (script: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Your delivery</title>
<link rel="icon" href="data:,">
<style>${trackStyle}</style>
</head>
<body>
<main>
<header>
<p id="restaurant">Your order</p>
<div role="status"><h1 id="headline">One moment …</h1></div>
</header>
<section class="when" aria-label="Arrival">
<p class="arrival"><span id="label" class="label">Arrives in</span> <strong id="arrival">–</strong></p>
<p id="range"></p>
</section>
<ol id="steps" aria-label="How far along your order is">
${STEPS.map((step) => `<li><span>${step}</span></li>`).join("\n")}
</ol>
<figure>
<svg id="map" class="empty" viewBox="0 0 400 300" aria-hidden="true">
${MAP}
</svg>
<figcaption><span id="where" aria-live="off"></span> <span id="connection" role="status"></span></figcaption>
</figure>
<noscript>This page needs JavaScript to show where your courier is.</noscript>
</main>
<script>${script}</script>
</body>
</html>
`

/** What is on the map: an even ground, for there are no streets without another host; the places; a measure and north. */
const MAP = `<defs><pattern id="grid" width="40" height="40" patternUnits="userSpaceOnUse"><path d="M40 0H0V40" class="grid"/></pattern></defs>
<rect width="400" height="300" class="ground"/><rect width="400" height="300" fill="url(#grid)"/>
<polyline id="trail" class="trail"/>
<g id="pickup" class="marker hidden"><circle r="13"/><path d="M-4-6v5a2.5 2.5 0 0 0 5 0v-5M-1.5-6v13M5-6c-2.5 2-2.5 6 0 7v6" class="sign"/></g>
<g id="door" class="marker hidden"><circle r="13"/><path d="M-7 0 0-7 7 0M-5-1.5V6H5V-1.5" class="sign"/></g>
<g id="courier" class="marker hidden"><circle r="18" class="halo"/><circle r="9" class="dot"/></g>
<g class="measure" transform="translate(16 282)"><path d="M0-4V0H80V-4"/><text id="scale" x="40" y="-7"></text></g>
<g class="measure" transform="translate(384 24)"><path d="M0 8V-8M-4-3 0-8 4-3"/><text x="0" y="20">N</text></g>`
