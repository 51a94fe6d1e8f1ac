/** Items by what `nameOf` says of them, in their sequence. */
export const groupBy = <A>(
  items: ReadonlyArray<A>,
  nameOf: (item: A) => string
): ReadonlyMap<string, ReadonlyArray<A>> => {
  const groups = new Map<string, Array<A>>()
  for (const item of items) {
    const group = groups.get(nameOf(item))
    if (group === undefined) groups.set(nameOf(item), [item])
    else group.push(item)
  }
  return groups
}
