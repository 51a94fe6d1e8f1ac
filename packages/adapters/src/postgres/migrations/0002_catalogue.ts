import { catalogueTables } from "./catalogue/catalogueTables.ts"
import { customerTables } from "./catalogue/customerTables.ts"
import { inOrder } from "./inOrder.ts"

/** Restaurants with their menus, customers with their carts. */
export const catalogue = inOrder([...catalogueTables, ...customerTables])
