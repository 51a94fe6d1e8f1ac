import { describe, expect, it } from "vitest"
import { documents, partNames, pictures, readDocument, regenerate } from "../../../scripts/docs.ts"

describe("generated documents", () => {
  it.each(documents)("%s says what the code does (npm run docs)", (path) => {
    const text = readDocument(path)
    expect(text).toBe(regenerate(text))
  })

  it("stand beside pictures that show what is recorded (npm run docs)", () => {
    for (const [path, text] of pictures()) if (text !== undefined) expect(readDocument(path), path).toBe(text)
  })

  it("hold every part that can be generated", () => {
    const text = documents.map(readDocument).join("\n")
    for (const name of partNames()) expect(text).toContain(`<!-- generated: ${name} -->`)
  })

  it("go stale when somebody edits a part by hand", () => {
    for (const path of documents) {
      const stale = readDocument(path).replace(/(?<=<!-- generated: \w+ -->\n)/, "by hand\n")
      expect(regenerate(stale)).not.toBe(stale)
      expect(regenerate(stale)).toBe(readDocument(path))
    }
  })

  it("name an unknown part", () => {
    expect(() => regenerate("<!-- generated: nonsense -->\n<!-- /generated -->")).toThrow("nonsense")
  })
})
