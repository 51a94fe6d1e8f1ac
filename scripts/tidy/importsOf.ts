import { Visitor } from "oxc-parser"
import { parse } from "./parse.ts"
import { lineAt, type SourceFile } from "./sources.ts"

/** One import or re-export of a file. */
export interface Import {
  /** As written: `./At.ts`, `effect`, `node:fs`. */
  readonly specifier: string
  /** Imported names as the other module calls them; `*` for a whole namespace, `default` for its default. */
  readonly names: ReadonlyArray<string>
  readonly line: number
}

/** Every module that a file reaches: static, re-exported, dynamic and in types. */
export const importsOf = (file: SourceFile): ReadonlyArray<Import> => {
  const { text } = file
  const { module, program } = parse(file)
  const found: Array<Import> = []
  const add = (specifier: string, names: ReadonlyArray<string>, offset: number) =>
    found.push({ specifier, names, line: lineAt(text, offset) })
  for (const { moduleRequest, entries, start } of module.staticImports) {
    const names = entries.map(({ importName: { kind, name } }) =>
      kind === "NamespaceObject" ? "*" : kind === "Default" ? "default" : (name ?? "*")
    )
    add(moduleRequest.value, names, start)
  }
  for (const { entries, start } of module.staticExports) {
    for (const { moduleRequest, importName } of entries) {
      if (moduleRequest !== null) add(moduleRequest.value, [importName.name ?? "*"], start)
    }
  }
  new Visitor({
    ImportExpression: ({ source, start }) =>
      add(source.type === "Literal" && typeof source.value === "string" ? source.value : "?", ["*"], start),
    TSImportType: ({ source, start }) => add(source.value, ["*"], start)
  }).visit(program)
  return found
}
