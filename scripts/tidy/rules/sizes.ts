import { Visitor } from "oxc-parser"
import { parse } from "../parse.ts"
import { isShipped, isTypeScript, lineAt, type SourceFile } from "../sources.ts"
import type { Violation } from "../Violation.ts"

/** Longer than this a file holds more than one concept. */
export const maxFileLines = 500
/** From here on a file is worth a second look. */
export const longFileLines = 300
/** What a person reads without scrolling twice. */
export const maxFunctionLines = 70

const lines = (text: string): number => text.split("\n").length - (text.endsWith("\n") ? 1 : 0)

/** Files of ours that are longer than one likes, the longest first; no failure. */
export const longFiles = (files: ReadonlyArray<SourceFile>): ReadonlyArray<string> =>
  files
    .filter((file) => isTypeScript(file) && lines(file.text) > longFileLines)
    .sort((a, b) => lines(b.text) - lines(a.text))
    .map(({ path, text }) => `${path} has ${lines(text)} lines`)

/** Half of what the packages ship is at most so many lines long. */
export const medianLines = (files: ReadonlyArray<SourceFile>): number => {
  const sorted = files
    .filter(isShipped)
    .map(({ text }) => lines(text))
    .sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** Every limit with its reason, in one place: a list that is looked up, not read in one go. */
const LIST_OF_LIMITS = "packages/core/src/Limits.ts"

/** Files and functions stay small enough to be read in one go. */
export const smallEnough = (file: SourceFile): ReadonlyArray<Violation> => {
  if (!isTypeScript(file)) return []
  const { path, text } = file
  const found: Array<Violation> = []
  if (lines(text) > maxFileLines && path !== LIST_OF_LIMITS) {
    found.push({ path, line: 0, rule: `a file has at most ${maxFileLines} lines`, found: `${lines(text)}` })
  }
  // The callbacks of a test are chapters, not functions.
  if (/(?:^|\/)tests?\//.test(path)) return found
  const measure = ({ start, end }: { readonly start: number; readonly end: number }) => {
    const length = lineAt(text, end) - lineAt(text, start) + 1
    if (length <= maxFunctionLines) return
    const [head = ""] = text.slice(start).split("\n", 1)
    const rule = `a function has at most ${maxFunctionLines} lines`
    found.push({ path, line: lineAt(text, start), rule, found: `${length}: ${head}` })
  }
  new Visitor({
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure
  }).visit(parse(file).program)
  return found
}
