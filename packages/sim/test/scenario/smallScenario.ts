/** A scenario as somebody would write it: only what must be said. */
export const smallScenario = {
  name: "small",
  regions: [
    {
      id: "harbour",
      name: "Harbour",
      centre: { lat: 41.4, lng: 2.2 },
      ordersPerDay: 600,
      restaurants: 60,
      couriers: 90
    }
  ]
} as const
