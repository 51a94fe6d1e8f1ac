/** An answer of the server, read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** Undefined when it is no JSON. */
  readonly body: unknown
}

/** What stands at a path in an answer's body, such as `orders.0.status`; undefined when nothing does. */
export const at = ({ body }: Pick<Answer, "body">, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (value, name) =>
        typeof value === "object" && value !== null
          ? Object.entries(value).find(([key]) => key === name)?.[1]
          : undefined,
      body
    )

/** The same as text; fails when it is none. */
export const textAt = (answer: Answer, path: string): string => {
  const value = at(answer, path)
  if (typeof value === "string") return value
  throw new Error(`no text at ${path} of ${answer.status} ${answer.text}`)
}

/** Where the next page begins, as a query; null on the last page. */
export const nextOf = (answer: Answer): string | null => {
  const cursor = at(answer, "nextCursor")
  return typeof cursor === "string" ? `&cursor=${encodeURIComponent(cursor)}` : null
}

/** The same as a number; fails when it is none. */
export const numberAt = (answer: Answer, path: string): number => {
  const value = at(answer, path)
  if (typeof value === "number") return value
  throw new Error(`no number at ${path} of ${answer.status} ${answer.text}`)
}

/** The same as a list; fails when it is none. */
export const listAt = (answer: Answer, path: string): ReadonlyArray<unknown> => {
  const value = at(answer, path)
  if (Array.isArray(value)) return value
  throw new Error(`no list at ${path} of ${answer.status} ${answer.text}`)
}
