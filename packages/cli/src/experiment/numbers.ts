import { BadInput, quoted } from "../exit.ts"

/** A whole number in plain digits. @throws BadInput that names the option. */
export const parseCount = (option: string, text: string, least: number, most: number): number => {
  const count = Number(text)
  if (/^[0-9]+$/.test(text) && count >= least && count <= most) return count
  throw new BadInput(
    option,
    `${quoted(text)} is not a whole number from ${least} to ${most}`,
    `write plain digits, such as ${option} ${Math.max(least, 4)}`
  )
}

/** A number above 0 such as `0.25`. @throws BadInput that names the option. */
export const parsePositive = (option: string, text: string): number => {
  const value = Number(text)
  if (/^[0-9]+(\.[0-9]+)?$/.test(text) && value > 0) return value
  throw new BadInput(option, `${quoted(text)} is not a number above 0`, `write it like ${option} 0.5`)
}
