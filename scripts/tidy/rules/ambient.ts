import { type Expression, type SpreadElement, Visitor } from "oxc-parser"
import { parse } from "../parse.ts"
import { roomOf } from "../rooms.ts"
import { isShipped, lineAt, type SourceFile } from "../sources.ts"
import type { Violation } from "../Violation.ts"

/** Globals that answer differently on another machine, at another time or in another country. */
const ambient = new Set([
  "Date",
  "Intl",
  "console",
  "crypto",
  "fetch",
  "globalThis",
  "performance",
  "process",
  "queueMicrotask",
  "setImmediate",
  "setInterval",
  "setTimeout"
])
/** Methods of ordinary values with the same defect. `.sort()` of texts is by code unit and fine. */
const ambientMethods = new Set(["localeCompare", "toLocaleString", "toLocaleUpperCase", "toLocaleLowerCase"])

/** Without an argument these ask for the present. */
const asksWhen = new Set(["format", "formatToParts"])

/** Deterministic rooms take time, randomness and the machine as arguments. */
export const noAmbient = (file: SourceFile): ReadonlyArray<Violation> => {
  if (!isShipped(file) || roomOf(file.path)?.isDeterministic !== true) return []
  const found: Array<Violation> = []
  const add = (name: string, offset: number) =>
    found.push({
      path: file.path,
      line: lineAt(file.text, offset),
      rule: "deterministic rooms take time, randomness and the machine as arguments",
      found: name
    })
  // A name that only labels a field (`report.process`, `{ process: 1 }`) is no reference to the global.
  const labels = new Set<number>()
  const label = ({ start }: { start: number }, computed: boolean) => void (computed || labels.add(start))
  // A calendar with language and zone spelled out is a table like any other: `new Intl.DateTimeFormat("en-US", { timeZone })`.
  const namesItsZone = (args: ReadonlyArray<Expression | SpreadElement>): boolean =>
    args[0]?.type === "Literal" &&
    args[1]?.type === "ObjectExpression" &&
    args[1].properties.some(
      (property) =>
        property.type === "Property" && property.key.type === "Identifier" && property.key.name === "timeZone"
    )
  // By place, because the visitor meets `{ process }` twice: as key and as value.
  const names = new Map<number, string>()
  new Visitor({
    NewExpression({ callee, arguments: args }) {
      if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return
      if (callee.property.name === "DateTimeFormat" && namesItsZone(args)) label(callee.object, false)
    },
    CallExpression({ callee, arguments: args, start }) {
      if (args.length > 0 || callee.type !== "MemberExpression" || callee.property.type !== "Identifier")
        return
      if (asksWhen.has(callee.property.name)) add(`.${callee.property.name}()`, start)
    },
    // A type is erased.
    TSTypeReference({ typeName }) {
      if (typeName.type === "TSQualifiedName") label(typeName.left, false)
    },
    MemberExpression({ object, property, computed, start }) {
      label(property, computed)
      if (property.type !== "Identifier") return
      if (ambientMethods.has(property.name)) add(`.${property.name}`, start)
      if (object.type === "Identifier" && object.name === "Math" && property.name === "random") {
        add("Math.random", start)
      }
    },
    Property: ({ key, computed, shorthand }) => label(key, computed || shorthand),
    PropertyDefinition: ({ key, computed }) => label(key, computed),
    MethodDefinition: ({ key, computed }) => label(key, computed),
    TSPropertySignature: ({ key, computed }) => label(key, computed),
    TSMethodSignature: ({ key, computed }) => label(key, computed),
    TSQualifiedName: ({ right }) => label(right, false),
    Identifier: ({ name, start }) => void names.set(start, name)
  }).visit(parse(file).program)
  for (const [start, name] of names) if (ambient.has(name) && !labels.has(start)) add(name, start)
  return found
}
