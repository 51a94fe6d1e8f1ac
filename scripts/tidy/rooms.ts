/** The rooms of the house and what each may import: the one table behind the import test and the picture in the docs. */
export interface Room {
  readonly name: string
  /** What lives there, in a few words, for the picture. */
  readonly purpose: string
  /** Rooms it may import, nearest to the heart first. */
  readonly mayImport: ReadonlyArray<string>
  /** Only data and decisions: no effects, no clock, no randomness, no input or output. */
  readonly isPure: boolean
  /** Never touches the machine it runs on: no Node modules, no ambient time or randomness. */
  readonly isDeterministic: boolean
  /** May import modules of effect that are not tagged stable. */
  readonly mayUseUnstable: boolean
}

const room = (
  name: string,
  purpose: string,
  mayImport: ReadonlyArray<string>,
  traits: Partial<Pick<Room, "isPure" | "isDeterministic" | "mayUseUnstable">> = {}
): Room => ({
  name,
  purpose,
  mayImport,
  isPure: false,
  isDeterministic: false,
  mayUseUnstable: false,
  ...traits
})

const packages = ["core", "dispatch", "services", "sim", "api", "adapters", "console", "cli"]

/** Every room, also those that are not built yet; arrows point inward only. */
export const rooms: ReadonlyArray<Room> = [
  room("core", "pure domain", [], { isPure: true, isDeterministic: true }),
  room("dispatch", "pure decisions", ["core"], { isPure: true, isDeterministic: true }),
  room("services", "use-cases over ports", ["core", "dispatch"]),
  room("sim", "discrete-event city", ["core", "dispatch"], { isDeterministic: true }),
  room("api", "the contract", ["core"], { mayUseUnstable: true }),
  room("adapters", "ports made real", ["core", "dispatch", "services", "api"], { mayUseUnstable: true }),
  room("console", "web pages", ["core", "api"]),
  room("cli", "commands and screens", packages.slice(0, -1), { mayUseUnstable: true }),
  room("benchmarks", "peers and us, side by side", packages)
]

/** What the part of a room under `folder` may import on top of the room's own arrows. */
export const exceptions: ReadonlyArray<{
  readonly folder: string
  readonly mayImport: ReadonlyArray<string>
}> = [
  // The simulator's full-stack part runs the services themselves in virtual time.
  { folder: "packages/sim/src/system/", mayImport: ["services"] }
]

/** Modules of effect that pure rooms may import, by name from "effect". */
export const pureEffectModules: ReadonlyArray<string> = [
  "Schema",
  "Result",
  "Option",
  "Data",
  "Brand",
  "Order"
]

/** The room that a file belongs to, by its path from the root of the repository. */
export const roomOf = (path: string): Room | undefined => {
  const [first, second] = path.split("/")
  const name = first === "packages" ? second : first
  return rooms.find((room) => room.name === name)
}
