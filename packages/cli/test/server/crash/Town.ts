import { alwaysOpen } from "@hotbag/core"
import { makeStream, type Stream } from "@hotbag/sim"
import { setTimeout as pause } from "node:timers/promises"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { issueToken } from "../../../src/server/issueToken.ts"
import { type Asked, type Caller, type Heard, insist, makeCaller } from "./Caller.ts"
import { extent } from "./extent.ts"
import { History } from "./History.ts"

/** A small marketplace, and everybody in it. */
export interface Town {
  readonly folder: string
  readonly history: History
  readonly luck: Stream
  readonly operator: Caller
  readonly customers: ReadonlyArray<Caller>
  /** By id of the restaurant. */
  readonly kitchens: ReadonlyMap<string, Caller>
  /** By id of the courier. */
  readonly couriers: ReadonlyMap<string, Caller>
  /** Another caller, recorded in the same history. */
  readonly as: (role: string, subject: string) => Promise<Caller>
  /** Asks until it is known what became of it, as long as the town lives. */
  readonly insist: (caller: Caller, asked: Asked) => Promise<Heard | null>
  /** No request is begun any more, and nobody goes on insisting. */
  isOver: boolean
  /** Removes everything, or keeps it and says where. */
  readonly leave: (isWell: boolean) => Promise<void>
}

/** How many of each there are. */
export interface TownSize {
  readonly customers: number
  readonly kitchens: number
  readonly couriers: number
  /** How long a caller waits for an answer, in ms. */
  readonly patienceMs?: number
}

export const REGION = "town"
const MIDDLE = { lat: 4.683, lng: -74.06 }
/** Two dishes, the second of which runs out. */
export const DISHES = ["dish", "special"] as const

/** How many specials each kitchen has. */
export const SPECIALS = 40

/** A place of the town, some hundred metres from its middle. */
export const placeOf = (number: number) => ({
  lat: MIDDLE.lat + 0.002 * ((number % 5) - 2),
  lng: MIDDLE.lng + 0.002 * ((Math.floor(number / 5) % 5) - 2)
})

/** An empty folder that an unprivileged user can reach. */
const emptyFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "hotbag-crash-"))
  await chmod(folder, 0o755)
  return folder
}

/** Names everybody; nothing is asked of a server yet. */
export const makeTown = async (url: () => string, size: TownSize): Promise<Town> => {
  const folder = await emptyFolder()
  const history = new History(join(folder, "history.jsonl"))
  const as = async (role: string, subject: string) =>
    makeCaller(url, history, subject, await issueToken({ role, subject, data: folder }, {}), size.patienceMs)
  const many = (role: string, name: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => as(role, `${name}-${i}`)))
  const byName = (callers: ReadonlyArray<Caller>) => new Map(callers.map((caller) => [caller.name, caller]))
  const town: Town = {
    folder,
    history,
    luck: makeStream(extent.seed, "crash"),
    operator: await as("operator", "olga"),
    customers: await many("customer", "customer", size.customers),
    kitchens: byName(await many("restaurant", "kitchen", size.kitchens)),
    couriers: byName(await many("courier", "courier", size.couriers)),
    as,
    insist: (caller, asked) => insist(caller, asked, () => town.isOver, pause),
    isOver: false,
    leave: async (isWell) => {
      town.isOver = true
      if (isWell && process.env["HOTBAG_CRASH_KEEP"] !== "1") {
        await rm(folder, { recursive: true, force: true, maxRetries: 5 })
      } else console.error(`what happened is in ${folder}: history.jsonl, postgres/server.log`)
    }
  }
  return town
}

/** Tells a running server of the restaurants and couriers; the couriers begin their shifts. */
export const openTown = async (town: Town): Promise<void> => {
  const { couriers, kitchens, operator } = town
  let number = 0
  for (const id of kitchens.keys()) {
    await done(town, operator, "PUT", `/restaurants/${id}`, restaurantOf(id, number++))
    await done(town, operator, "PUT", `/restaurants/${id}/menu`, menuOf(id))
  }
  await Promise.all(
    [...couriers].map(async ([driverId, courier], i) => {
      const profile = { driverId, regionId: REGION, name: `Courier ${i}`, vehicle: "car" }
      await done(town, operator, "POST", "/couriers", profile)
      const shift = { regionId: REGION, location: placeOf(i), vehicle: "car" }
      await done(town, courier, "PUT", "/couriers/me/shift", shift)
    })
  )
}

const done = async (town: Town, caller: Caller, method: "POST" | "PUT", path: string, body: unknown) => {
  const key = crypto.randomUUID()
  const heard = await town.insist(caller, { op: "open", key, method, path, body })
  if (heard === null || heard.status >= 400) throw new Error(`${method} ${path}: ${heard?.text}`)
}

const restaurantOf = (id: string, number: number) => ({
  name: `Restaurant ${id}`,
  regionId: REGION,
  location: placeOf(3 * number),
  address: "Calle 1 # 2-3",
  cuisines: ["pizza"],
  zone: "America/Bogota",
  hours: alwaysOpen,
  // One of them takes every order without being asked (C5).
  autoAccept: number === 0,
  preparationMinutes: 1,
  currency: "COP",
  status: "open"
})

const menuOf = (id: string) => {
  const [dish, special] = DISHES
  const item = { name: "Dish", description: "", price: 20_000, imageUrl: null }
  return {
    currency: "COP",
    sections: [
      {
        name: "Mains",
        items: [
          { ...item, itemId: `${id}-${dish}`, availability: { type: "always" } },
          { ...item, itemId: `${id}-${special}`, availability: { type: "stock", stock: SPECIALS } }
        ]
      }
    ]
  }
}
