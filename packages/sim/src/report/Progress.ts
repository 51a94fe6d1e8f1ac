/** What a live screen shows of a running simulation; cheap to take at any time. */
export interface Progress {
  readonly nowMs: number
  readonly fromMs: number
  /** End of demand; the run goes on until every order is accounted for. */
  readonly toMs: number
  readonly placed: number
  readonly delivered: number
  readonly cancelled: number
  readonly lost: number
  /** Orders by stage. */
  readonly open: {
    readonly awaitingRestaurant: number
    readonly preparing: number
    readonly ready: number
    readonly onTheWay: number
  }
  readonly couriers: {
    readonly idle: number
    readonly toRestaurant: number
    readonly atRestaurant: number
    readonly toCustomer: number
    readonly offline: number
  }
  /** Orders that wait for a courier. */
  readonly unassigned: number
  /** Mean click-to-door of the orders delivered in the last 30 simulated minutes; null when there are none. */
  readonly recentClickToDoorMin: number | null
  readonly slos: ReadonlyArray<{
    readonly name: string
    readonly budgetSpent: number
    readonly objective: number
    readonly attained: number
  }>
  /** Domain events so far, see `Report.events`. */
  readonly events: number
}
