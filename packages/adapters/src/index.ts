/** Nothing yet but the room. */
export const room = "adapters"
