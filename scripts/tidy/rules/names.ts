import { Visitor } from "oxc-parser"
import { parse } from "../parse.ts"
import { isTypeScript, lineAt, type SourceFile } from "../sources.ts"
import type { Violation } from "../Violation.ts"

/** A drawer for everything says nothing about what is in it. */
const drawers = /^(?:utils?|common|helpers?|misc|shared|lib|stuff)$/i

/** Files and folders are named after what they hold. */
export const noDrawers = ({ path }: SourceFile): ReadonlyArray<Violation> =>
  path
    .split("/")
    .map((part) => part.replace(/(?:\.test)?\.\w+$/, ""))
    .filter((part) => drawers.test(part))
    .map((part) => ({ path, line: 0, rule: "a file is named after its main export", found: part }))

type Words = ReadonlyArray<readonly [avoid: string, use: string]>

/** Words of other trades, wherever they stand in a name: what to write instead. */
const everywhere: Words = [
  ["rider", "courier"],
  ["dasher", "courier"],
  ["hexagon", "cell"],
  ["kRing", "ring or disk"],
  ["cookTime", "readyAt"],
  ["crowDistance", "haversineM"],
  ["chaosMonkey", "fault"],
  ["kpi", "sli"]
]

/** Words with an innocent second sense elsewhere: refused as a whole name, and only where the domain lives. */
const inTheDomain: Words = [
  ["job", "order"],
  ["store", "restaurant"],
  ["stack", "bundle"],
  ["batch", "bundle"],
  ["tile", "cell"],
  ["createdAt", "placedAt"],
  ["createdAtMs", "placedAtMs"],
  ["deliveryTime", "clickToDoor"],
  ["deliveryTimeMs", "clickToDoorMs"],
  ["waitTime", "readyToPickup"],
  ["waitTimeMs", "readyToPickupMs"],
  ["matchResult", "assignment"]
]
/** Orders and couriers live here; a queue or a solver inside may well keep a stack. */
const domain = /^packages\/(?:core|dispatch|sim)\/(?!src\/(?:kernel|solver)\/|test\/(?:kernel|solver)\/)/

/** One word per thing, and it is the glossary's. */
export const glossaryWords = (file: SourceFile): ReadonlyArray<Violation> => {
  if (!isTypeScript(file)) return []
  const { path, text } = file
  const whole = domain.test(path) ? inTheDomain : []
  const found: Array<Violation> = []
  const { module, program } = parse(file)
  // What a library calls its functions is not ours to name.
  const seen = new Set(
    module.staticImports
      .filter(({ moduleRequest }) => !/^(?:\.|@hotbag\/)/.test(moduleRequest.value))
      .flatMap(({ entries }) => entries.map(({ localName }) => localName.value))
  )
  new Visitor({
    Identifier({ name, start }) {
      const parts = ` ${words(name)} `
      const [bad, good] =
        everywhere.find(([word]) => parts.includes(` ${words(word)} `)) ??
        whole.find(([word]) => parts === ` ${words(word)} `) ??
        []
      if (bad === undefined || good === undefined || seen.has(name)) return
      seen.add(name)
      found.push({ path, line: lineAt(text, start), rule: `say ${good}, not ${bad}`, found: name })
    }
  }).visit(program)
  return found
}

/** `kRing` as `k ring`, `COOK_TIME` as `cook time`, `riders` as `rider`. */
const words = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/[_$]+/g, " ")
    .trim()
    .toLowerCase()
    .split(" ")
    .map((word) => word.replace(/s$/, ""))
    .join(" ")
