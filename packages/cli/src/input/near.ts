/**
 * How many single-character edits (insert, delete, replace, swap neighbours) turn `a` into `b`:
 * optimal string alignment distance. O(|a| · |b|), so meant for names.
 */
export const editDistance = (a: string, b: string): number => {
  let before: ReadonlyArray<number> = []
  let above: ReadonlyArray<number> = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replace = a[row - 1] === b[column - 1] ? 0 : 1
      let best = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + replace
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        best = Math.min(best, (before[column - 2] ?? 0) + 1)
      current.push(best)
    }
    before = above
    above = current
  }
  return above[b.length] ?? 0
}

/** Gathers the names nearest to a wanted one, in one pass over however many there are. */
export interface NearMatches {
  readonly add: (name: string) => void
  /** Nearest first; ties in the order of appearance. */
  readonly best: () => ReadonlyArray<string>
}

/**
 * Keeps the `count` nearest names that are near enough to be meant: at most half of the wanted name is other, or it
 * is the end of the name, such as `o42` of `bogota-o42`.
 */
export const nearMatches = (wanted: string, count: number): NearMatches => {
  const limit = Math.max(1, Math.floor(wanted.length / 2))
  const kept: Array<{ readonly name: string; readonly distance: number }> = []
  return {
    add: (name) => {
      const worst = kept.length === count ? (kept.at(-1)?.distance ?? limit) - 1 : limit
      const distance = distanceOf(wanted.toLowerCase(), name.toLowerCase(), worst)
      if (distance > worst || kept.some((near) => near.name === name)) return
      const place = kept.findIndex((near) => near.distance > distance)
      kept.splice(place === -1 ? kept.length : place, 0, { name, distance })
      if (kept.length > count) kept.pop()
    },
    best: () => kept.map((near) => near.name)
  }
}

/** Anything above `worst` will do when it is above: among a million names, most are not worth an exact answer. */
const distanceOf = (wanted: string, name: string, worst: number): number => {
  if (wanted !== "" && name.endsWith(`-${wanted}`)) return 0
  return Math.abs(name.length - wanted.length) > worst ? Number.POSITIVE_INFINITY : editDistance(wanted, name)
}
