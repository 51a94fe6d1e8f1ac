import { Limits } from "@hotbag/core"

/**
 * Names for copies of what has a name: `o1` once more is `o1-2`, then `o1-3`; copy 0 is `o1` itself. A name that is
 * taken, or would be longer than an id may be, gives way to one that is free.
 *
 * @param taken the names of the originals.
 */
export const makeCopyNames = (taken: Iterable<string>): ((name: string, copy: number) => string) => {
  const names = new Set(taken)
  return (name, copy) => {
    if (copy === 0) return name
    for (let turn = 0; ; turn++) {
      const end = turn === 0 ? `-${copy + 1}` : `-${copy + 1}.${turn}`
      const candidate = name.slice(0, Limits.idLength - end.length) + end
      if (names.has(candidate)) continue
      names.add(candidate)
      return candidate
    }
  }
}
