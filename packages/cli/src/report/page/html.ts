/** Text that is HTML already: only `html` and `trusted` make it. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in a template: text and figures are escaped, pieces of HTML are not. */
export type HtmlValue = string | number | Html | ReadonlyArray<Html>

/**
 * A piece of HTML. Whatever is put into it is text, in elements and in quoted attributes alike (S16). The template's own
 * line breaks and indentation become single blanks.
 */
export const html = (parts: TemplateStringsArray, ...values: ReadonlyArray<HtmlValue>): Html =>
  new Html(
    compact(parts)
      .map((part, i) => part + (i < values.length ? textOf(values[i] ?? "") : ""))
      .join("")
  )

/** A template is one object however often it is used. */
const compacted = new WeakMap<TemplateStringsArray, ReadonlyArray<string>>()

const compact = (parts: TemplateStringsArray): ReadonlyArray<string> => {
  const known = compacted.get(parts)
  if (known !== undefined) return known
  const made = parts.map((part) => part.replaceAll(/\s+/g, " "))
  compacted.set(parts, made)
  return made
}

/** Our own text, such as a style sheet, as it stands. */
export const trusted = (text: string): Html => new Html(text)

const textOf = (value: HtmlValue): string => {
  if (value instanceof Html) return value.text
  if (typeof value === "number") return String(value)
  if (typeof value === "string") return escapedHtml(value)
  return value.map(({ text }) => text).join("\n")
}

/** Text as HTML; characters that no document may hold become spaces. */
export const escapedHtml = (text: string): string =>
  text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")

/** A value as JSON for the page's script, in an element of this id: nothing in it can end the element. */
export const jsonForScript = (id: string, value: unknown): Html =>
  new Html(
    `<script type="application/json" id="${id}">${JSON.stringify(value).replaceAll("<", String.raw`\u003c`)}</script>`
  )
