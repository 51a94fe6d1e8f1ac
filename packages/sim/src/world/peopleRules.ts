/**
 * How people depart from the plain rules, where a city says that they do. Every model is one function of
 * `makeBehaviour`, and can be replaced by another one (`RunOptions.people`).
 */
export interface PeopleRules {
  readonly couriers: {
    /** Restaurants nearer than this are near, metres; beyond, willingness fades to 1/e over each further `fadeM`. */
    readonly nearM: number
    readonly fadeM: number
    /** What each further order of a bundle multiplies willingness by. */
    readonly furtherOrder: number
    /** After so long on duty a courier is tired, ms, and willingness is multiplied by `tired`. */
    readonly tiredAfterMs: number
    readonly tired: number
    /** What an order pays, in any unit: for itself and for each kilometre from restaurant to door. */
    readonly payPerOrder: number
    readonly payPerKm: number
    /** Pay for each kilometre of the whole way below which willingness falls in proportion. */
    readonly fairPerKm: number
    /** Who is idle for so long goes home, ms, but only this share of couriers, 0..1. */
    readonly goHomeAfterMs: number
    readonly goHomeShare: number
  }
  readonly kitchens: {
    /** From this share of its slots on a kitchen is pressed, 0..1; with all in use it takes `pressedFactor` as long. */
    readonly pressedFrom: number
    readonly pressedFactor: number
    /** Food leaves a kitchen in trays: ready times are full multiples of this, ms; 1: each for itself. */
    readonly trayMs: number
  }
  readonly customers: {
    /** Nobody complains of so little lateness against the promise, ms. */
    readonly forgiveMs: number
    /** Beyond, of those who have not complained yet, all but 1/e do within each further so long, ms. */
    readonly temperMs: number
  }
}
