/** What couriers and deliveries are called where people read of them. */
export interface Names {
  readonly courier: (handle: number) => string
  /** The order that the delivery carries. */
  readonly order: (handle: number) => string
}

/** A sentence of an explanation, which knows couriers and deliveries by handle only, with their names. */
export const inNames = (words: string, names: Names): string =>
  words
    .replace(/delivery (\d+)/g, (_, handle: string) => `order ${names.order(Number(handle))}`)
    .replace(/courier (\d+)/g, (_, handle: string) => `courier ${names.courier(Number(handle))}`)
