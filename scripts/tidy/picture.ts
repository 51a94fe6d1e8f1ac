import { existsSync } from "node:fs"
import { join } from "node:path"
import { rooms } from "./rooms.ts"
import { root } from "./sources.ts"

/** Rooms that may import everything get one arrow to the frame instead of a bundle of arrows. */
const frameArrows = new Map([
  ["cli", "house"],
  ["benchmarks", "house"]
])

const isBuilt = (name: string): boolean =>
  existsSync(join(root, name === "benchmarks" ? "" : "packages", name, "package.json"))

/** The rooms and their arrows as Mermaid, and the same as a table; from the table that the import test uses. */
export const roomsPicture = (): string => {
  const node = ({ name, purpose }: (typeof rooms)[number]) =>
    `${name}["${name}<br/><small>${purpose}</small>"]`
  const inside = rooms.filter(({ name }) => !frameArrows.has(name))
  const planned = rooms.filter(({ name }) => !isBuilt(name)).map(({ name }) => name)
  return [
    "```mermaid",
    "flowchart TD",
    ...rooms.filter(({ name }) => frameArrows.has(name)).map((room) => `  ${node(room)}`),
    "  subgraph house[packages]",
    ...inside.map((room) => `    ${node(room)}`),
    "  end",
    ...inside.flatMap(({ name, mayImport }) => mayImport.map((target) => `  ${name} --> ${target}`)),
    ...[...frameArrows].map(([name, target]) => `  ${name} --> ${target}`),
    "  benchmarks --> cli",
    ...(planned.length > 0
      ? ["  classDef planned stroke-dasharray: 4 4", `  class ${planned.join(",")} planned`]
      : []),
    "```",
    "",
    "| room | may import | built |",
    "|---|---|---|",
    ...rooms.map(
      ({ name, mayImport }) =>
        `| \`${name}\` | ${mayImport.map((target) => `\`${target}\``).join(", ") || "no other room"} | ${isBuilt(name) ? "yes" : "not yet"} |`
    )
  ].join("\n")
}
