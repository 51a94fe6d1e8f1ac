import type { CaseSite } from "./CaseSite.ts"
import { tokenOf } from "./marketplace.ts"

/** Who there is in the tests' city. */
export const castOf = (tokenOf: CaseSite["tokenOf"]) => ({
  ada: tokenOf("customer", "ada"),
  bob: tokenOf("customer", "bob"),
  luigi: tokenOf("restaurant", "luigi"),
  mario: tokenOf("restaurant", "mario"),
  carl: tokenOf("courier", "carl"),
  dora: tokenOf("courier", "dora"),
  ops: tokenOf("operator", "ops")
})

/** The same with the tokens of tests. */
export const tokens = castOf(tokenOf)

/** Where things are: a kilometre apart. */
export const places = {
  luigi: { lat: 52.52, lng: 13.405 },
  door: { lat: 52.525, lng: 13.41 },
  carl: { lat: 52.521, lng: 13.404 }
}

const EVERY_DAY = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].map(
  (weekday) => ({ weekday, openMinute: 0, closeMinute: 1_440 })
)

/** A restaurant that is always open. */
export const restaurantBody = (name: string, autoAccept: boolean) => ({
  name,
  regionId: "berlin",
  location: places.luigi,
  address: "Torstraße 1",
  cuisines: ["pizza"],
  zone: "Europe/Berlin",
  hours: { weekly: EVERY_DAY, specialDays: [] },
  autoAccept,
  preparationMinutes: 10,
  currency: "EUR",
  status: "open"
})

/** A menu of two dishes: one always there, one of which stock is kept. */
export const menuBody = (stock = 1_000_000) => ({
  currency: "EUR",
  sections: [
    {
      name: "Pizza",
      items: [
        {
          itemId: "margherita",
          name: "Margherita",
          description: "Tomato and mozzarella",
          price: 9.5,
          imageUrl: null,
          availability: { type: "always" }
        },
        {
          itemId: "truffle",
          name: "Truffle",
          description: "While they last",
          price: 18,
          imageUrl: null,
          availability: { type: "stock", stock: Math.min(stock, 100_000) }
        }
      ]
    }
  ]
})

/** Opens luigi (asked for each order) and mario (takes every order), and brings carl on duty. */
export const openCity = async (
  server: Pick<CaseSite, "command">,
  as: ReturnType<typeof castOf> = tokens
): Promise<void> => {
  for (const [name, autoAccept] of [
    ["luigi", false],
    ["mario", true]
  ] as const) {
    const described = await server.command("PUT", `/restaurants/${name}`, {
      token: as.ops,
      body: restaurantBody(name, autoAccept)
    })
    if (described.status !== 200) throw new Error(described.text)
    const written = await server.command("PUT", `/restaurants/${name}/menu`, {
      token: as.ops,
      body: menuBody()
    })
    if (written.status !== 200) throw new Error(written.text)
  }
  for (const token of [as.ada, as.bob]) {
    const saved = await server.command("PUT", "/customers/me", { token, body: profileBody() })
    if (saved.status !== 200) throw new Error(saved.text)
  }
  for (const driverId of ["carl", "dora"]) {
    const hired = await server.command("POST", "/couriers", {
      token: as.ops,
      body: { driverId, regionId: "berlin", name: driverId, vehicle: "bicycle" }
    })
    if (hired.status !== 201) throw new Error(hired.text)
  }
}

/** What a customer tells of themselves. */
export const profileBody = () => ({
  name: "Ada",
  email: "ada@example.org",
  phone: "+4930123456",
  addresses: [{ label: "home", text: "Third door", location: places.door }]
})

/** Body of an order at a restaurant. */
export const orderBody = (restaurantId = "luigi") => ({
  restaurantId,
  items: [{ itemId: "margherita", quantity: 2 }],
  paymentMethod: "card",
  paymentToken: "tok_ok",
  address: { ...places.door, text: "Third door" }
})
