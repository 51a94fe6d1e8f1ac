import { PICTURE_MARK } from "./PictureFile.ts"

/** A picture to be: sizes in its own units, which are about pixels. */
export interface Picture {
  readonly width: number
  readonly height: number
  /** What it shows, in one line: the heading, and the name that is read aloud. */
  readonly title: string
  /** The same in words, for who cannot see it. */
  readonly description: string
  /** Elements, in the sequence in which they are drawn. */
  readonly elements: ReadonlyArray<string>
}

/**
 * The text of an SVG file. It brings its own card to stand on, light or dark as the reader likes it, so that it can be
 * read on any page; whoever cannot see it hears title and description.
 */
export const svgText = ({ description, elements, height, title, width }: Picture): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    PICTURE_MARK,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>`,
    label(24, 34, title, "heading"),
    ...elements,
    "</svg>",
    ""
  ].join("\n")

/** Colours of bars and curves on a light and on a dark card, that everybody can tell apart (after Okabe and Ito 2008). */
export const ON_LIGHT = ["#0072b2", "#c25100", "#00805c", "#a8487c", "#8a6d00", "#5b5b9f"]
export const ON_DARK = ["#56b4e9", "#f0883e", "#2ec48f", "#e08ab9", "#d9c84a", "#a9a9e8"]

/** The classes of the entry `i` of a legend: what is filled with its colour, and what is drawn in it. */
export const filled = (i: number): string => `fill${i % ON_LIGHT.length}`
export const drawn = (i: number): string => `draw${i % ON_LIGHT.length}`

const coloured = (colours: ReadonlyArray<string>): string =>
  colours.map((colour, i) => `.${filled(i)}{fill:${colour}}.${drawn(i)}{stroke:${colour};fill:none}`).join("")

const STYLE = `
text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}
.heading{font-weight:600;font-size:16px}
.soft{fill:#59636e}
.strong{font-weight:600}
.halo{paint-order:stroke;stroke:#ffffff;stroke-width:5px;stroke-linejoin:round}
.end{text-anchor:end}
.middle{text-anchor:middle}
.card{fill:#ffffff;stroke:#d0d7de}
.rule{stroke:#d0d7de;fill:none}
.their{stroke:#9a6700;fill:none;stroke-width:2}
.curve{stroke-width:2}
${coloured(ON_LIGHT)}
@media (prefers-color-scheme:dark){
text{fill:#f0f6fc}
.soft{fill:#9198a1}
.halo{stroke:#0d1117}
.card{fill:#0d1117;stroke:#3d444d}
.rule{stroke:#3d444d}
.their{stroke:#e3b341}
${coloured(ON_DARK)}
}
`.replaceAll("\n", "")

/** Text at a point; `kind` names its classes. */
export const label = (x: number, y: number, text: string, kind = ""): string =>
  `<text${kind === "" ? "" : ` class="${kind}"`} x="${tenth(x)}" y="${tenth(y)}">${escaped(text)}</text>`

/** A path of SVG commands. */
export const path = (kind: string, commands: string): string => `<path class="${kind}" d="${commands}"/>`

/** Coordinates to tenths: finer than anybody sees, and the same on every machine. */
export const tenth = (value: number): string => String(Math.round(value * 10) / 10)

/** Text as XML; what XML cannot hold is left out. */
export const escaped = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")

/** A scale from 0 to a round number at or above `most`, with a line every `step`. */
export interface Scale {
  readonly top: number
  readonly step: number
  readonly digits: number
}

/** About five lines at 1, 2 or 5 times a power of ten. */
export const scaleTo = (most: number): Scale => {
  const rough = Math.max(most, 1e-6) / 5
  const power = 10 ** Math.floor(Math.log10(rough) + 1e-9)
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough - 1e-12) ?? power
  return {
    top: step * Math.max(1, Math.ceil(most / step - 1e-9)),
    step,
    digits: Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  }
}

/** The values at which a scale has its lines. */
export const linesOf = ({ step, top }: Scale): ReadonlyArray<number> =>
  Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step)
