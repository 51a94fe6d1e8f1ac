/**
 * Whether any object in the JSON text says a key twice: readers differ in which of the two counts, so neither does. The text must be
 * JSON already. O(length).
 */
export const repeatsKey = (json: string): boolean => {
  const objects: Array<Set<string> | null> = []
  for (const match of json.matchAll(tokens)) {
    const [token] = match
    if (token === "{") objects.push(new Set())
    else if (token === "[") objects.push(null)
    else if (token === "}" || token === "]") objects.pop()
    else if (isKey(json, match.index + token.length)) {
      const keys = objects.at(-1)
      const key = String(JSON.parse(token))
      if (keys?.has(key) === true) return true
      keys?.add(key)
    }
  }
  return false
}

/** Brackets, and strings as a whole, so that brackets inside them do not count. */
const tokens = /[{}[\]]|"(?:[^"\\]|\\.)*"/gu

const isKey = (json: string, from: number): boolean => {
  let at = from
  while (json[at] === " " || json[at] === "\t" || json[at] === "\n" || json[at] === "\r") at++
  return json[at] === ":"
}
