/// <reference lib="dom" />

/** An element of the page by its id, of the class it is made to have. */
export const elementOf = <E extends Element>(id: string, kind: new () => E): E => {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`)
  return found
}

/** All elements of a class that a selector finds. */
export const elementsOf = <E extends Element>(selector: string, kind: new () => E): ReadonlyArray<E> =>
  [...document.querySelectorAll(selector)].filter((found): found is E => found instanceof kind)

/** Time of day, `19:05`. */
export const clockOf = (atMs: number): string => {
  const minutes = Math.floor(atMs / 60_000)
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`
}

/** A count with commas. */
export const countOf = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",")
