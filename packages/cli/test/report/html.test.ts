import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { escapedHtml, html, jsonForScript } from "../../src/report/page/html.ts"

/** Reads back what a browser would make of escaped text. */
const unescaped = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")

const text = fc.string({
  unit: fc.constantFrom("<", ">", "&", '"', "'", "/", "script", "é", "😀", " ", "&lt;")
})

describe("html", () => {
  it("shows any text as it is, and lets none of it become markup (S16)", () => {
    fc.assert(
      fc.property(text, (name) => {
        expect(escapedHtml(name)).not.toMatch(/[<>"']/)
        expect(unescaped(escapedHtml(name))).toBe(name)
        expect(html`<p title="${name}">${name}</p>`.text).toBe(
          `<p title="${escapedHtml(name)}">${escapedHtml(name)}</p>`
        )
      })
    )
  })

  it("puts pieces together as they are, and makes one blank of its own line breaks", () => {
    const items = ["a", "<b>"].map((item) => html`<li>${item}</li>`)
    expect(
      html`<ul>
        ${items}
      </ul>`.text
    ).toBe("<ul> <li>a</li>\n<li>&lt;b&gt;</li> </ul>")
  })

  it("keeps data inside its element", () => {
    fc.assert(
      fc.property(text, (name) => {
        const { text: element } = jsonForScript("data", { name })
        const inside = element.slice(element.indexOf(">") + 1, element.lastIndexOf("</script>"))
        expect(inside).not.toContain("<")
        expect(JSON.parse(inside)).toEqual({ name })
      })
    )
  })
})
