import { at } from "@hotbag/core"
import type { Sequence } from "@hotbag/sim"
import { seedEndings, type SeedKitchen } from "./kitchens.ts"

/** One of a list. */
export const oneOf = <A>(list: ReadonlyArray<A>, draws: Sequence): A => at(list, draws.integer(list.length))

/** `count` different ones of a list, in the list's order; all of them if there are no more. Takes one draw for each member. */
export const someOf = <A>(list: ReadonlyArray<A>, count: number, draws: Sequence): ReadonlyArray<A> => {
  let wanted = Math.min(count, list.length)
  return list.filter((_, i) => {
    const isTaken = draws.next() * (list.length - i) < wanted
    if (isTaken) wanted -= 1
    return isTaken
  })
}

/** What a restaurant is called. */
export const seedRestaurantName = ({ beginnings }: SeedKitchen, draws: Sequence): string =>
  `${oneOf(beginnings, draws)} ${oneOf(seedEndings, draws)}`

/** What a courier is called: a first name and an initial, as customers see it. */
export const seedCourierName = (draws: Sequence): string =>
  `${oneOf(firstNames, draws)} ${oneOf(initials, draws)}.`

/** Where a restaurant is, in words, as streets are numbered there. */
export const seedAddress = (draws: Sequence): string => {
  const street = draws.next() < 0.5 ? "Calle" : "Carrera"
  return `${street} ${1 + draws.integer(140)} # ${1 + draws.integer(99)}-${10 + draws.integer(80)}`
}

// prettier-ignore
const firstNames = [
  "Adriana", "Alejandro", "Andrés", "Camila", "Carlos", "Carolina", "Catalina", "Daniel", "Diana", "Diego", "Esteban",
  "Felipe", "Gabriela", "Hernán", "Isabel", "Jairo", "Javier", "Jorge", "Juliana", "Laura", "Leidy", "Lina", "Luis",
  "Marcela", "María", "Mateo", "Mónica", "Natalia", "Nicolás", "Óscar", "Paola", "Ricardo", "Santiago", "Sara", "Sofía",
  "Tatiana", "Valentina", "Wilson", "Yeison", "Yolanda"
]

const initials = Array.from("ABCDEFGHJLMNOPQRSTUVZ")
