import { parseSync, type ParseResult } from "oxc-parser"
import type { SourceFile } from "./sources.ts"

const parsed = new WeakMap<SourceFile, Pick<ParseResult, "comments" | "module" | "program">>()

/** The syntax tree of a file, made once for all rules. @throws when the file does not parse. */
export const parse = (file: SourceFile): Pick<ParseResult, "comments" | "module" | "program"> => {
  const known = parsed.get(file)
  if (known !== undefined) return known
  const { comments, errors, module, program } = parseSync(file.path, file.text)
  const [error] = errors
  if (error !== undefined) throw new Error(`${file.path}: ${error.message}`)
  parsed.set(file, { comments, module, program })
  return { comments, module, program }
}
