/** Removes up to `limit` of the entries that `isOld`, in the order of the map; how many there were. */
export const forgetEntries = <K, V>(
  entries: Map<K, V>,
  isOld: (value: V) => boolean,
  limit: number
): number => {
  let forgotten = 0
  for (const [key, value] of entries) {
    if (forgotten === limit) break
    if (!isOld(value)) continue
    entries.delete(key)
    forgotten += 1
  }
  return forgotten
}
