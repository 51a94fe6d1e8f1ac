/** The hotbag command. */
export const name = "hotbag"
