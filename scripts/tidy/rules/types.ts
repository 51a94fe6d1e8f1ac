import { Visitor } from "oxc-parser"
import { parse } from "../parse.ts"
import { isShipped, isTypeScript, lineAt, type SourceFile } from "../sources.ts"
import type { Violation } from "../Violation.ts"

/** Types are proven, never claimed: no `any`, no assertions, no comments that silence a check. */
export const noClaims = (file: SourceFile): ReadonlyArray<Violation> => {
  if (!isTypeScript(file)) return []
  const { path, text } = file
  const found: Array<Violation> = []
  const add = (rule: string, { start, end }: { readonly start: number; readonly end: number }) =>
    found.push({ path, line: lineAt(text, start), rule, found: text.slice(start, Math.min(end, start + 60)) })
  const { program, comments } = parse(file)
  new Visitor({
    TSAnyKeyword: (node) => add("no any: unknown, and a decoder", node),
    TSAsExpression(node) {
      const { typeAnnotation } = node
      const isConst = text.slice(typeAnnotation.start, typeAnnotation.end) === "const"
      if (!isConst) add("no as: let the type follow from the code", node)
    },
    TSTypeAssertion: (node) => add("no as: let the type follow from the code", node),
    TSNonNullExpression: (node) => add("no !: read by f64/i32/u8/at, or handle the absence", node),
    PropertyDefinition: (node) => void (node.definite === true && add("no !: give it a value", node)),
    VariableDeclarator: (node) => void (node.definite === true && add("no !: give it a value", node))
  }).visit(program)
  for (const comment of comments) {
    if (silencers.test(comment.value)) add("no comment that silences a check", comment)
    else if (isShipped(file) && /@ts-expect-error/.test(comment.value))
      add("expected errors are for tests", comment)
  }
  return found
}

const silencers =
  /@ts-(?:ignore|nocheck)|(?:oxlint|eslint|tslint)-(?:disable|enable)|biome-ignore|@effect-diagnostics/
