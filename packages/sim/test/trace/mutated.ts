import fc from "fast-check"

type Files = Readonly<Record<string, string>>

/** Files with one to three random damages: fields, lines, characters or whole files changed, added or taken away. */
export const mutated = (files: Files): fc.Arbitrary<Files> =>
  fc
    .array(fc.tuple(fc.constantFrom(...Object.keys(files)), damage), { minLength: 1, maxLength: 3 })
    .map((damages) => damages.reduce<Files>((sofar, [file, change]) => change(sofar, file), files))

type Change = (files: Files, file: string) => Files

const onText =
  (change: (text: string) => string): Change =>
  (files, file) => ({ ...files, [file]: change(files[file] ?? "") })

const onLines = (change: (lines: ReadonlyArray<string>) => ReadonlyArray<string>): Change =>
  onText((text) => change(text.split("\n")).join("\n"))

/** Of lengths modulo the file's, so that every damage hits. */
const place = fc.nat()

const field = fc.oneof(
  fc.constantFrom(
    "",
    "NaN",
    "-1",
    "1e309",
    "Infinity",
    "0",
    "999999999",
    "24:00:01",
    "r1",
    "o1",
    "\u0000",
    "é",
    "1.5"
  ),
  fc.string(),
  fc.integer().map(String),
  fc.double().map(String)
)

const damage: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(place, place, field).map(([line, column, value]) =>
    onLines((lines) =>
      lines.map((text, i) => {
        if (i !== line % lines.length) return text
        const fields = text.split(/[\t,]/)
        return fields.with(column % fields.length, value).join(text.includes("\t") ? "\t" : ",")
      })
    )
  ),
  place.map((line) => onLines((lines) => lines.filter((_, i) => i !== line % lines.length))),
  place.map((line) => onLines((lines) => [...lines, lines[line % lines.length] ?? ""])),
  fc.tuple(place, fc.string()).map(([start, inserted]) =>
    onText((text) => {
      const at = start % (text.length + 1)
      return text.slice(0, at) + inserted + text.slice(at)
    })
  ),
  fc.tuple(place, fc.nat(20)).map(([start, length]) =>
    onText((text) => {
      const at = start % (text.length + 1)
      return text.slice(0, at) + text.slice(at + length)
    })
  ),
  fc.constant(onText(() => "")),
  fc.constant<Change>((files, file) =>
    Object.fromEntries(Object.entries(files).filter(([name]) => name !== file))
  )
)
