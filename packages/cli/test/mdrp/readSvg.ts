import { expect } from "vitest"

/** An element of a picture, with the text right in it. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  text: string
}

/**
 * Reads a picture as strictly as the XML that we write allows: tags are balanced, attributes quoted and named once, `&`
 * and `<` stand for themselves nowhere. Fails the test otherwise.
 */
export const readSvg = (text: string): ReadonlyArray<Element> => {
  const all: Array<Element> = []
  const open: Array<Element> = []
  let rest = text.replaceAll(/<!--(?:(?!--)[^])*-->/g, "")
  while (rest.trim() !== "") {
    const tag = /^([^<]*)<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<&]*")*)(\/?)>/.exec(rest)
    expect(tag, rest.slice(0, 120)).not.toBeNull()
    const [whole = "", before = "", close = "", name = "", attributes = "", empty = ""] = tag ?? []
    expect(before).not.toMatch(/&(?!amp;|lt;|gt;)/)
    const parent = open.at(-1)
    if (parent === undefined) expect(before.trim()).toBe("")
    else parent.text += before
    if (close === "/") expect(open.pop()?.name).toBe(name)
    else {
      const pairs = [...attributes.matchAll(/([a-zA-Z:-]+)="([^"]*)"/g)].map(
        ([, key = "", value = ""]) => [key, value] as const
      )
      expect(new Set(pairs.map(([key]) => key)).size, whole).toBe(pairs.length)
      const element = { name, attributes: Object.fromEntries(pairs), text: "" }
      all.push(element)
      if (empty === "") open.push(element)
    }
    rest = rest.slice(whole.length)
  }
  expect(open.map(({ name }) => name)).toEqual([])
  return all
}

/** What an element of that name says, the first of them. */
export const textOf = (elements: ReadonlyArray<Element>, name: string): string =>
  elements.find((element) => element.name === name)?.text ?? ""
