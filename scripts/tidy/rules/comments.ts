import { posix } from "node:path"
import { parse } from "../parse.ts"
import { lineAt, type SourceFile } from "../sources.ts"
import type { Violation } from "../Violation.ts"

/** Every public export of a package says what it is: a doc comment right above its declaration. */
export const publicExportsDocumented = (files: ReadonlyArray<SourceFile>): ReadonlyArray<Violation> => {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const doors = files.filter(({ path }) => /^packages\/[^/]+\/src\/index\.ts$/.test(path))
  return [...new Set(doors.flatMap((door) => reachable(door, byPath)))].flatMap(undocumented)
}

/** The file and every file that it re-exports from its own package. */
const reachable = (file: SourceFile, byPath: ReadonlyMap<string, SourceFile>): ReadonlyArray<SourceFile> => {
  const targets = parse(file).module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => {
      const target = byPath.get(posix.join(posix.dirname(file.path), moduleRequest?.value ?? ""))
      return target === undefined ? [] : [target]
    })
  )
  return [file, ...[...new Set(targets)].flatMap((target) => reachable(target, byPath))]
}

const undocumented = (file: SourceFile): ReadonlyArray<Violation> => {
  const { path, text } = file
  const { program, comments } = parse(file)
  const docs = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"))
  const isDocumented = (start: number): boolean =>
    docs.some(({ end }) => end <= start && /^(?:\s|\/\/[^\n]*\n)*$/.test(text.slice(end, start)))
  const overloads = new Set<string>()
  return program.body.flatMap((statement) => {
    if (statement.type !== "ExportNamedDeclaration" && statement.type !== "ExportDefaultDeclaration")
      return []
    if (statement.type === "ExportNamedDeclaration" && statement.declaration === null) return []
    const [head = ""] = text.slice(statement.start).split("\n", 1)
    const name = /^export (?:default )?(?:async |abstract )*\w+\*? (\w+)/.exec(head)?.[1] ?? head
    // One comment serves all overloads, and a type beside a value of the same name.
    if (isDocumented(statement.start) || overloads.has(name)) {
      overloads.add(name)
      return []
    }
    const rule = "a public export has a doc comment"
    return [{ path, line: lineAt(text, statement.start), rule, found: head }]
  })
}

/** Every limit has its reason beside it. */
export const limitsExplained = (file: SourceFile): ReadonlyArray<Violation> => {
  const { path, text } = file
  if (!path.endsWith("/Limits.ts")) return []
  const { program, comments } = parse(file)
  const docs = comments.filter(({ type, value }) => type === "Block" && /[a-z]{2}/i.test(value))
  const found: Array<Violation> = []
  for (const statement of program.body) {
    if (statement.type !== "ExportNamedDeclaration" || statement.declaration?.type !== "VariableDeclaration")
      continue
    for (const { init } of statement.declaration.declarations) {
      const object = init?.type === "TSAsExpression" ? init.expression : init
      if (object?.type !== "ObjectExpression") continue
      for (const { start, end } of object.properties) {
        if (docs.some((doc) => doc.end <= start && text.slice(doc.end, start).trim() === "")) continue
        const rule = "a limit says why it is what it is"
        found.push({ path, line: lineAt(text, start), rule, found: text.slice(start, end) })
      }
    }
  }
  return found
}
