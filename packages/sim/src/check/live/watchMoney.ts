import { f64, u8 } from "@hotbag/core"

/** How an order ended, as far as its money is concerned. */
export const END = { open: 0, delivered: 1, otherwise: 2, declined: 3 } as const

/** Whatever is wrong with an order, in words. */
export type Complain = (
  checker: string,
  message: string,
  atMs: number,
  order: number,
  courier?: number
) => void

/** Watches the money of every order. */
export interface MoneyWatch {
  readonly request: (atMs: number, order: number, operation: string, amountMinor: number) => void
  readonly ended: (order: number, end: number) => void
  readonly finish: (atMs: number) => void
}

/**
 * P5, as `moneySettled` judges it, without keys and deadlines: what is authorised is captured when the order is delivered,
 * and goes back when it ends otherwise; once, to the cent, not before the end. 10 bytes an order.
 */
export const watchMoney = (orders: number, complain: Complain): MoneyWatch => {
  const authorised = new Float64Array(orders).fill(Number.NaN)
  const settled = new Uint8Array(orders)
  const ends = new Uint8Array(orders)
  const name = "moneySettled"
  return {
    request: (atMs, order, operation, amountMinor) => {
      if (operation === "look-up") return
      if (operation === "authorise") {
        if (!Number.isNaN(f64(authorised, order))) complain(name, "authorised twice", atMs, order)
        if (!(amountMinor > 0)) complain(name, `authorised ${amountMinor}`, atMs, order)
        authorised[order] = amountMinor
        return
      }
      const way = operation === "capture" ? 1 : operation === "void" ? 2 : 3
      const before = u8(settled, order)
      if (before !== 0 && before !== way) complain(name, `${operation} of money that is settled`, atMs, order)
      settled[order] = way
      if (f64(authorised, order) !== amountMinor) {
        complain(
          name,
          `${operation} of ${amountMinor}, but ${f64(authorised, order)} is authorised`,
          atMs,
          order
        )
      }
      const end = u8(ends, order)
      if (end === END.open) complain(name, `${operation} before the order ended`, atMs, order)
      else if ((end === END.delivered) !== (way === 1))
        complain(name, `${operation} after the wrong end`, atMs, order)
    },
    ended: (order, end) => {
      ends[order] = end
    },
    finish: (atMs) => {
      for (let order = 0; order < orders; order++) {
        const end = u8(ends, order)
        if (end === END.open || end === END.declined || u8(settled, order) !== 0) continue
        complain(name, "the order has ended, but the money is where it was", atMs, order)
      }
    }
  }
}
