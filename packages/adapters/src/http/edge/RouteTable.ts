import { API_PREFIX } from "@hotbag/api"

/** What was found for a path: by method, and the parameters in it. */
export interface Match<Route> {
  readonly byMethod: ReadonlyMap<string, Route>
  readonly params: Readonly<Record<string, string>>
}

interface Node<Route> {
  readonly literals: Map<string, Node<Route>>
  parameter: Node<Route> | null
  parameterName: string
  readonly byMethod: Map<string, Route>
}

/**
 * Routes by path, a tree with one level per segment. A literal segment goes before a parameter. The versioned prefix may be left out (C2).
 * Matching costs O(segments).
 */
export class RouteTable<Route> {
  readonly #root: Node<Route> = emptyNode()

  /** Adds a route: `path` in the contract's notation, `/orders/:orderId`. */
  add(method: string, path: string, route: Route): void {
    let node = this.#root
    for (const segment of path.slice(1).split("/")) {
      if (segment.startsWith(":")) {
        node.parameter ??= emptyNode()
        node = node.parameter
        node.parameterName = segment.slice(1)
      } else {
        const next = node.literals.get(segment) ?? emptyNode()
        node.literals.set(segment, next)
        node = next
      }
    }
    node.byMethod.set(method, route)
  }

  /** The routes of a path (without its query), or null. */
  find(path: string): Match<Route> | null {
    const from = path.startsWith(PREFIX) ? API_PREFIX.length : 0
    let node = this.#root
    let params = noParams
    let start = from + 1
    while (start <= path.length) {
      const slash = path.indexOf("/", start)
      const end = slash === -1 ? path.length : slash
      const segment = path.slice(start, end)
      const literal = node.literals.get(segment)
      if (literal !== undefined) node = literal
      else if (node.parameter !== null && segment !== "") {
        const value = decoded(segment)
        if (value === null) return null
        params = { ...params, [node.parameter.parameterName]: value }
        node = node.parameter
      } else return null
      start = end + 1
    }
    return node.byMethod.size === 0 ? null : { byMethod: node.byMethod, params }
  }
}

const PREFIX = `${API_PREFIX}/`

const noParams: Readonly<Record<string, string>> = {}

const emptyNode = <Route>(): Node<Route> => ({
  literals: new Map(),
  parameter: null,
  parameterName: "",
  byMethod: new Map()
})

const decoded = (segment: string): string | null => {
  if (!segment.includes("%")) return segment
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
